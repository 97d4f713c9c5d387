import type { SearchSink } from '../../model/encoded-entry.js';
import type { SearchRequest } from '../../model/request.js';
import { LdapError, resultOf } from '../../model/result.js';
import type { SortResult } from '../../protocol/controls/server-side-sorting.js';
import type { Call, Kernel } from '../context.js';
import { sortEntries } from '../sort/sort-entries.js';
import { resolveOrder, type SortOrder } from '../sort/sort-order.js';
import { sortValuesOf } from '../sort/sort-values.js';
import type { SortGround } from '../sort/sort-work.js';
import type { SortedEntries } from '../sort/sorted-entries.js';
import type { KeptSearch } from './kept-search.js';
import { type ListWindow, listViewControl, listWindow } from './list-view.js';
import { firstPage, type PagePosition } from './paged-cookie.js';
import { deliveryOf, type PreparedSearch, tellReferences } from './prepared-search.js';
import { deliver } from './search-delivery.js';
import type { SearchedIds } from './search-ids.js';
import type { SearchLimits } from './search-limits.js';
import { outcomeOf, type SearchOutcome } from './search-outcome.js';
import { sortControl, sorted, unsortable, viewRefused } from './sort-outcome.js';

/** A search on its way, one view of the directory below it. */
interface Run {
  readonly kernel: Kernel;
  readonly call: Call<SearchRequest>;
  readonly sink: SearchSink;
  readonly prepared: PreparedSearch;
}

/**
 * A search with server-side sorting (RFC 2891), of which pages or a window may be asked. What
 * cannot be sorted is refused when that is critical, and else answered as it comes; the response
 * control says so.
 *
 * @throws LdapError
 */
export async function searchSorted(
  kernel: Kernel,
  call: Call<SearchRequest>,
  sink: SearchSink,
  prepared: PreparedSearch,
): Promise<SearchOutcome> {
  const { sort } = call.controls;
  if (!sort) return viewRefused('sortControlMissing', 0, []);
  const run = { kernel, call, sink, prepared };
  const resolved = resolveOrder(kernel, sort.keys);
  if (!resolved.ok) return answerUnsorted(run, resolved.why);
  // What began as it came goes on so, even if it could be sorted by now.
  const { position } = prepared;
  const isBegun = position !== firstPage && position.values.length === 0;
  if (isBegun) return answerUnsorted(run, { code: 'unwillingToPerform', attribute: undefined });
  return answerSorted(run, resolved.order);
}

/** The same of a search whose answer the store has in order. */
export async function searchKept(
  kernel: Kernel,
  call: Call<SearchRequest>,
  sink: SearchSink,
  { prepared, order, entries }: KeptSearch,
): Promise<SearchOutcome> {
  return answerSorted({ kernel, call, sink, prepared }, order, entries);
}

const nothingRead: SearchedIds = { ids: [], exact: true, inScope: true };

/** @param kept the entries in order, where the store has them so */
async function answerSorted(
  run: Run,
  order: SortOrder,
  kept?: SortedEntries,
): Promise<SearchOutcome> {
  const { kernel, call, sink, prepared } = run;
  const { reader, position } = prepared;
  const { delivery, references } = deliveryOf(kernel, prepared, call, kept ? nothingRead : 0);
  const { limits, entry } = delivery;
  const { signal } = call.context;
  const ground = { kernel, reader, delivery, order, limits, signal };
  const chosen = await chosenIds(ground, call, position, kept);
  if (!chosen.ok) {
    return 'why' in chosen
      ? answerUnsorted(run, chosen.why)
      : viewRefused(chosen.code, chosen.total, [sortControl(sorted)]);
  }
  tellReferences(prepared, references, call, sink);
  const found = { ...delivery.found, ids: chosen.ids, inScope: true };
  const end = await deliver(kernel, call, sink, { ...delivery, found });
  const view = call.controls.listView ? [listViewControl('success', chosen)] : [];
  return outcomeOf(kernel, call, {
    end,
    position,
    valuesOf: (id) => (entry.load(id) ? sortValuesOf(entry, order) : []),
    controls: [sortControl(sorted), ...view],
  });
}

type Chosen = ListWindow | { readonly ok: false; readonly why: SortResult };

/** What is to be delivered: a window, a page or all. */
async function chosenIds(
  ground: SortGround,
  { controls }: Call<SearchRequest>,
  position: PagePosition,
  kept: SortedEntries | undefined,
): Promise<Chosen> {
  try {
    const entries = kept ?? (await sortEntries(ground));
    if (controls.listView) return await listWindow(controls.listView, entries, ground.order);
    const next = { values: position.values, id: position.id + 1 };
    const place = position === firstPage ? undefined : next;
    const ids = await entries.from(place, idsWanted(ground.limits));
    return { ok: true, ids, position: 0, total: 0 };
  } catch (error) {
    if (!(error instanceof LdapError)) throw error;
    const { code } = error;
    if (code !== 'adminLimitExceeded' && code !== 'timeLimitExceeded') throw error;
    return { ok: false, why: { code, attribute: undefined } };
  }
}

/** One more than may be sent: it says that there is more. */
function idsWanted({ size, pageSize }: SearchLimits): number {
  return 1 + Math.min(size, pageSize);
}

async function answerUnsorted(run: Run, why: SortResult): Promise<SearchOutcome> {
  const { kernel, call, sink, prepared } = run;
  const refusal = unsortable(call.controls, why);
  if (refusal) return refusal;
  const { position } = prepared;
  if (position.values.length > 0) {
    throw new LdapError('unwillingToPerform', 'the pages can be sorted no longer');
  }
  const controls = [sortControl(why)];
  const { delivery, references } = deliveryOf(kernel, prepared, call, position.id);
  if (why.code === 'timeLimitExceeded') {
    return { result: resultOf(delivery.limits.deadlineCode, { controls }), entries: 0 };
  }
  tellReferences(prepared, references, call, sink);
  const end = await deliver(kernel, call, sink, delivery);
  return outcomeOf(kernel, call, { end, position, controls });
}
