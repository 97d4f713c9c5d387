import type { SearchSink } from '../../model/encoded-entry.js';
import type { SearchRequest } from '../../model/request.js';
import { LdapError, success } from '../../model/result.js';
import type { IdentityLimits } from '../../access/limits.js';
import { viewOf } from '../access-of.js';
import type { Call, Kernel } from '../context.js';
import { pageControl, positionOf } from './paged-cookie.js';
import { keptSearch } from './kept-search.js';
import {
  deliveryOf,
  isBrief,
  isSmall,
  type PreparedSearch,
  prepareSearch,
  prepareSteps,
  tellReferences,
} from './prepared-search.js';
import { answerRootDse, isRootDse } from './root-dse.js';
import { type Delivery, deliver, deliverNow, type Interruption } from './search-delivery.js';
import { outcomeOf, type SearchOutcome } from './search-outcome.js';
import { searchLimits } from './search-limits.js';
import { inTurns } from '../steps.js';
import { searchKept, searchSorted } from './sorted-search.js';
import { answerSubschema, isSubschema } from './subschema.js';

/**
 * Search (RFC 4511 §4.5): candidates from the indexes, stored slices to the sink, under the
 * sink's backpressure, from one view of the directory.
 *
 * @throws LdapError
 */
export function searchEntries(
  kernel: Kernel,
  call: Call<SearchRequest>,
  sink: SearchSink,
): SearchOutcome | Promise<SearchOutcome> {
  const { paged, sort, listView } = call.controls;
  if (paged?.size === 0) return abandonedPages(kernel, call);
  if (isRootDse(kernel, call.request)) return answerRootDse(kernel, call, sink);
  if (isSubschema(kernel, call.request)) return answerSubschema(kernel, call, sink);
  if (sort ?? listView ?? !isSmall(call.request)) return searchSnapshot(kernel, call, sink);
  const prepared = prepareSearch(kernel, kernel.store.current, call);
  if (!isBrief(prepared, call.request)) return searchSnapshot(kernel, call, sink);
  const delivery = begin(kernel, prepared, call, sink);
  const end = deliverNow(kernel, call, sink, delivery);
  if (!('code' in end)) return searchSnapshot(kernel, call, sink, end);
  return outcomeOf(kernel, call, { end, position: prepared.position });
}

/** What lasts longer than a turn has a view of its own, so that others may write meanwhile. */
async function searchSnapshot(
  kernel: Kernel,
  call: Call<SearchRequest>,
  sink: SearchSink,
  from?: Interruption,
): Promise<SearchOutcome> {
  const { limits } = viewOf(kernel, kernel.store.current, call.actor);
  const leave = kernel.places.take(call.actor, call.context.address, limits);
  try {
    const check = checkOf(kernel, call, limits);
    return await searchLong(kernel, call, sink, { check, from });
  } finally {
    leave();
  }
}

async function searchLong(
  kernel: Kernel,
  call: Call<SearchRequest>,
  sink: SearchSink,
  { check, from }: { readonly check: () => void; readonly from: Interruption | undefined },
): Promise<SearchOutcome> {
  const snapshot = kernel.store.snapshot();
  try {
    const { sort, listView } = call.controls;
    const kept = sort && keptSearch(kernel, snapshot, call);
    if (kept) return await searchKept(kernel, call, sink, kept);
    const prepared = await inTurns(prepareSteps(kernel, snapshot, call), check);
    const { position } = prepared;
    if (sort ?? listView) return await searchSorted(kernel, call, sink, prepared);
    // What was interrupted in this very turn goes on in the same view, its references told.
    const delivery = from
      ? { ...deliveryOf(kernel, prepared, call, position.id).delivery, from }
      : begin(kernel, prepared, call, sink);
    return outcomeOf(kernel, call, { end: await deliver(kernel, call, sink, delivery), position });
  } finally {
    snapshot.release();
  }
}

/** What making ready looks at when it has paused. @throws LdapError */
function checkOf(kernel: Kernel, call: Call<SearchRequest>, limits: IdentityLimits): () => void {
  const { deadlineMs, deadlineCode } = searchLimits(kernel, call, { limits, delivered: 0 });
  const { signal } = call.context;
  return () => {
    if (signal?.aborted) throw new LdapError('canceled', '');
    if (kernel.clock().getTime() > deadlineMs) throw new LdapError(deadlineCode, '');
  };
}

/** RFC 2696 §3: a size of zero ends the paging; there is nothing to forget. */
function abandonedPages(kernel: Kernel, call: Call<SearchRequest>): SearchOutcome {
  positionOf(kernel, call, call.controls.paged?.cookie ?? Buffer.alloc(0));
  return { result: { ...success, controls: [pageControl(kernel, call, undefined)] }, entries: 0 };
}

function begin(
  kernel: Kernel,
  prepared: PreparedSearch,
  call: Call<SearchRequest>,
  sink: SearchSink,
): Delivery {
  const { delivery, references } = deliveryOf(kernel, prepared, call, prepared.position.id);
  tellReferences(prepared, references, call, sink);
  return delivery;
}
