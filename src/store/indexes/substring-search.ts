import { gramKey, gramsOf, overlong } from './grams.js';
import { intersectIds, unionOfIds } from './id-set.js';
import { indexKey, indexKindNumbers } from './index-key.js';
import { nothing, postingsAt } from './posting-list.js';
import type { EntryIds, Postings, SubstringKeys } from '../reader.js';
import type { Rows, View } from '../rows.js';

/**
 * Once few candidates are left, reading a much longer list costs more than looking at the
 * candidates: a list is worth reading up to this many ids for each candidate it may rule out.
 */
const idsPerCandidate = 64;

/** Candidates of a substring assertion; undefined when its parts are too short for the index. */
export function substringPostings(
  rows: Rows<Buffer>,
  view: View,
  asked: { readonly attribute: number; readonly parts: SubstringKeys },
): Postings | undefined {
  const grams = gramsOf(asked.parts);
  if (grams.codes.length === 0) return undefined;
  const list = (code: number): Postings => {
    const key = indexKey(asked.attribute, indexKindNumbers.substring, gramKey(code));
    return postingsAt(rows, key, { view, exact: true });
  };
  const unread = list(overlong);
  const lists = grams.codes.map(list).sort((a, b) => a.count - b.count);
  const rarest = lists[0] ?? nothing;
  const count = rarest.count + unread.count;
  if (count === 0) return nothing;
  return {
    count,
    exact: grams.exact && unread.count === 0,
    ids: () => {
      const found = intersectLists(rarest, lists.slice(1));
      return unread.count === 0 ? found : unionOfIds([found, unread.ids()]);
    },
  };
}

function intersectLists(rarest: Postings, others: readonly Postings[]): EntryIds {
  if (rarest.count === 0) return rarest.ids();
  let ids = rarest.ids();
  for (const other of others) {
    if (other.count > ids.length * idsPerCandidate) break;
    ids = intersectIds(ids, other.ids());
  }
  return ids;
}
