import type { SearchSink } from '../model/encoded-entry.js';
import type { SearchRequest } from '../model/request.js';
import { resultOf, type Result, success } from '../model/result.js';
import type { Reader } from '../store/reader.js';
import { accessOf, viewOf } from './access-of.js';
import { compileFilter } from './compile-filter.js';
import type { Call, Kernel } from './context.js';
import { pageControl, positionOf } from './paged-cookie.js';
import { countOf } from './plan.js';
import { continuationUris } from './referrals.js';
import { answerRootDse, isRootDse } from './root-dse.js';
import { type DeliveryEnd, deliver } from './search-delivery.js';
import { searchBase } from './search-base.js';
import { searchedIds } from './search-ids.js';
import { type SearchedTree, searchedTree } from './search-scope.js';
import { SearchedEntry } from './searched-entry.js';
import { selectionOf } from './selection.js';
import { specialEntries } from './special-entries.js';
import { answerSubschema, isSubschema } from './subschema.js';

export interface SearchOutcome {
  readonly result: Result;
  readonly entries: number;
}

/** So few candidates are answered within one turn, from the committed state. */
const briefMax = 64;

/**
 * Search (RFC 4511 §4.5): candidates from the indexes, stored slices to the sink, under the
 * sink's backpressure, from one view of the directory.
 *
 * @throws LdapError
 */
export async function searchEntries(
  kernel: Kernel,
  call: Call<SearchRequest>,
  sink: SearchSink,
): Promise<SearchOutcome> {
  if (isRootDse(kernel, call.request)) return answerRootDse(kernel, call, sink);
  if (isSubschema(kernel, call.request)) return answerSubschema(kernel, call, sink);
  if (call.controls.paged?.size === 0) return abandonedPages(kernel, call);
  const brief = searchOn(kernel, kernel.store.current, call, { sink, brief: true });
  if (brief) return brief;
  const snapshot = kernel.store.snapshot();
  try {
    const run = searchOn(kernel, snapshot, call, { sink, brief: false });
    return (await run) ?? { result: success, entries: 0 };
  } finally {
    snapshot.release();
  }
}

/** RFC 2696 §3: a size of zero ends the paging; there is nothing to forget. */
function abandonedPages(kernel: Kernel, call: Call<SearchRequest>): SearchOutcome {
  const cookie = call.controls.paged?.cookie ?? Buffer.alloc(0);
  positionOf(kernel, call, cookie);
  return { result: { ...success, controls: [pageControl(kernel, call, undefined)] }, entries: 0 };
}

/** Runs a search on one view; undefined when it is too long for the brief way. */
function searchOn(
  kernel: Kernel,
  reader: Reader,
  call: Call<SearchRequest>,
  { sink, brief }: { readonly sink: SearchSink; readonly brief: boolean },
): Promise<SearchOutcome> | undefined {
  const { request } = call;
  const base = searchBase(kernel, reader, call);
  const position = positionOf(kernel, call, call.controls.paged?.cookie ?? Buffer.alloc(0));
  const tree = searchedTree(kernel, reader, { base, scope: request.scope, deref: request.deref });
  const condition = compileFilter({ kernel, reader }, request.filter);
  if (brief && request.scope !== 'base' && countOf(condition.plan) > briefMax) {
    const few = tree.ids(briefMax);
    if (!few) return undefined;
  }
  const found = searchedIds(reader, { condition, tree, after: position });
  const references = referencesIn(kernel, reader, call, tree);
  if (position === 0) {
    for (const id of references) sink.reference(continuationUris(reader, id, request.scope));
  }
  return deliver(kernel, call, sink, {
    found,
    tree,
    condition,
    brief,
    entry: new SearchedEntry(kernel, reader, viewOf(kernel, reader, call.actor)),
    selection: selectionOf(kernel, request.attributes),
    skipped: references.length === 0 ? tree.followed : new Set([...references, ...tree.followed]),
  }).then((end) => ({ result: resultFor(kernel, call, end), entries: end.entries }));
}

/** Referral objects in scope that the actor may know of: told as references, whatever the filter. */
function referencesIn(
  kernel: Kernel,
  reader: Reader,
  { controls, actor }: Call<SearchRequest>,
  tree: SearchedTree,
): number[] {
  const { referrals } = specialEntries(kernel, reader);
  if (referrals.size === 0 || controls.manageDsaIt) return [];
  return [...referrals].filter(
    (id) => tree.contains(id) && accessOf(kernel, reader, actor, id).visible,
  );
}

function resultFor(kernel: Kernel, call: Call<SearchRequest>, end: DeliveryEnd): Result {
  const result = end.code === 'success' ? success : resultOf(end.code, { message: end.message });
  if (!call.controls.paged || end.code !== 'success') return result;
  return { ...result, controls: [pageControl(kernel, call, end.nextPage)] };
}
