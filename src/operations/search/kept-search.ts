import type { SearchRequest } from '../../model/request.js';
import { listKey } from '../../schema/list-key.js';
import type { KeptOrder, Reader } from '../../store/reader.js';
import { viewOf } from '../access-of.js';
import type { Call, Kernel } from '../context.js';
import { isComputed } from './computed.js';
import { resolveOrder, type SortOrder } from '../sort/sort-order.js';
import { SortedByList } from '../sort/sorted-by-list.js';
import type { SortedEntries } from '../sort/sorted-entries.js';
import { keptList } from './kept-list.js';
import { firstPage } from './paged-cookie.js';
import { isSmall, type PreparedSearch, prepareSearch } from './prepared-search.js';
import { SearchedEntry } from './searched-entry.js';
import { followableAliases, specialEntries } from './special-entries.js';

/** A sorted search whose answer the store has in order. */
export interface KeptSearch {
  readonly prepared: PreparedSearch;
  readonly order: SortOrder;
  readonly entries: SortedEntries;
}

/**
 * A search of one sort key over a kept list; its candidates are not read. Undefined where there
 * is no such list, the reader may not know all of it, or something else than the filter decides
 * what is found.
 *
 * @throws LdapError as any search that is made ready
 */
export function keptSearch(
  kernel: Kernel,
  reader: Reader,
  call: Call<SearchRequest>,
): KeptSearch | undefined {
  const { request, controls, actor } = call;
  const resolved = resolveOrder(kernel, controls.sort?.keys ?? []);
  if (!resolved.ok || controls.subentries !== undefined) return undefined;
  const [only, ...more] = resolved.order;
  if (!only || more.length > 0 || !isOfOneType(only)) return undefined;
  const { filter, scope } = request;
  const { attribute, rule, reverse } = only;
  const order = { attribute: attribute.key, prepare: rule.prepareValue };
  // Nothing is made ready, within one turn, for what no list is kept of.
  if (!isSmall(request) || !isKept(reader, listKey(kernel.schema, filter), order)) return undefined;
  const prepared = prepareSearch(kernel, reader, call);
  const { position, base } = prepared;
  if (position !== firstPage && position.values.length === 0) return undefined;
  const view = viewOf(kernel, reader, actor);
  const asked = { base, scope, filter, ...order };
  const isBaseFound = (): boolean => {
    const entry = new SearchedEntry(kernel, reader, view);
    return entry.load(base) && prepared.condition.matches(entry) !== false;
  };
  const kept = keptList({ kernel, reader, view }, asked, isBaseFound);
  if (!kept || hasOthers(kernel, reader, call, kept.parentId)) return undefined;
  // Where looking is limited, a search ends at so many, whatever it need not look at.
  if (kept.list.total > view.limits.examinedMax) return undefined;
  const entries = new SortedByList(kept.list, reverse);
  return { prepared, order: resolved.order, entries };
}

const isOfOneType = ({ attribute }: SortOrder[number]): boolean =>
  attribute.types.length === 1 && attribute.options.length === 0 && !isComputed(attribute.key);

const isKept = (reader: Reader, key: string | undefined, order: KeptOrder): boolean =>
  key !== undefined && reader.lists.kept(key, order) !== undefined;

const othersMax = 1_000;

/** Whether entries that searches treat otherwise may be among those of the list. */
function hasOthers(
  kernel: Kernel,
  reader: Reader,
  { request, actor }: Call<SearchRequest>,
  parentId: number,
): boolean {
  const follows = request.deref === 'searching' || request.deref === 'always';
  if (follows && followableAliases(kernel, reader, actor).size > 0) return true;
  const { referrals, subentries } = specialEntries(kernel, reader);
  if (referrals.size + subentries.size > othersMax) return true;
  return [...referrals, ...subentries].some((id) => reader.position(id)?.parentId === parentId);
}
