import { type AssertedGrams, gramKey, gramsOf, overlong, servesFolded } from './grams.js';
import { idsBeyond, intersectIds, intersectRuns, unionOfIds } from './id-set.js';
import { indexKey, indexKindNumbers, type IndexKindName } from './index-key.js';
import { nothing, postingsAt } from './posting-list.js';
import type { SubstringKeys } from '../../schema/definitions.js';
import type { EntryIds, Postings } from '../reader.js';
import type { Rows, View } from '../rows.js';

/**
 * Once few candidates are left, reading a much longer list costs more than looking at the
 * candidates: a list is worth reading up to this many ids for each candidate it may rule out.
 */
const idsPerCandidate = 64;

/** Where the codes of one attribute stand. */
interface GramSource {
  readonly rows: Rows<Buffer>;
  readonly view: View;
  readonly attribute: number;
}

type ListOf = (code: number) => Postings;

/** Candidates of a substring assertion; undefined when its parts are too short for the index. */
export function substringPostings(source: GramSource, parts: SubstringKeys): Postings | undefined {
  return candidatesOf(gramsOf(parts), listsOfKind(source, 'substring'));
}

/** The same by folded parts, whose codes stand in the one index or in the other. */
export function foldedPostings(source: GramSource, parts: SubstringKeys): Postings | undefined {
  const plain = listsOfKind(source, 'substring');
  const folded = listsOfKind(source, 'approximateSubstring');
  const codes = gramsOf(parts).codes.filter(servesFolded);
  return candidatesOf({ codes, exact: false }, (code) => either(plain(code), folded(code)));
}

function listsOfKind({ rows, view, attribute }: GramSource, kind: IndexKindName): ListOf {
  return (code) => {
    const key = indexKey(attribute, indexKindNumbers[kind], gramKey(code));
    return postingsAt(rows, key, { view, exact: true });
  };
}

function either(one: Postings, other: Postings): Postings {
  if (other.count === 0) return one;
  if (one.count === 0) return other;
  const ids = (): EntryIds => unionOfIds([one.ids(), other.ids()]);
  return { count: one.count + other.count, exact: false, ids };
}

function candidatesOf(grams: AssertedGrams, list: ListOf): Postings | undefined {
  if (grams.codes.length === 0) return undefined;
  const unread = list(overlong);
  const [rarest = nothing, ...others] = grams.codes.map(list).sort((a, b) => a.count - b.count);
  const count = rarest.count + unread.count;
  if (count === 0) return nothing;
  const found = (): EntryIds => intersectLists(rarest, others);
  if (unread.count > 0) {
    return { count, exact: false, ids: () => unionOfIds([found(), unread.ids()]) };
  }
  const { exact } = grams;
  if (!rarest.runs) return { count, exact, ids: found };
  return { count, exact, ids: found, runs: (after) => intersectionInRuns(rarest, others, after) };
}

/** The same in runs: the first hundred cost as much among a million as among thousands. */
function intersectionInRuns(
  rarest: Postings,
  others: readonly Postings[],
  after: number,
): Iterable<EntryIds> {
  return others
    .filter(({ count }) => count <= rarest.count * idsPerCandidate)
    .reduce((runs, other) => intersectRuns(runs, beyond(other, after)), beyond(rarest, after));
}

/** A list without runs is short: one run. */
const beyond = (postings: Postings, after: number): Iterable<EntryIds> =>
  postings.runs?.(after) ?? [idsBeyond(postings.ids(), after)];

function intersectLists(rarest: Postings, others: readonly Postings[]): EntryIds {
  if (rarest.count === 0) return rarest.ids();
  let ids = rarest.ids();
  for (const other of others) {
    if (other.count > ids.length * idsPerCandidate) break;
    ids = intersectIds(ids, other.ids());
  }
  return ids;
}
