import type { SearchSink } from '../../model/encoded-entry.js';
import type { SearchRequest } from '../../model/request.js';
import { resultOf, type Result, success } from '../../model/result.js';
import type { Reader } from '../../store/reader.js';
import { accessOf, viewOf } from '../access-of.js';
import { compileFilter } from '../filter/compile-filter.js';
import type { Condition } from '../filter/condition.js';
import type { Call, Kernel } from '../context.js';
import { pageControl, positionOf } from './paged-cookie.js';
import { countOf } from '../filter/plan.js';
import { continuationUris } from './referrals.js';
import { answerRootDse, isRootDse } from './root-dse.js';
import { deliver, type Delivery, type DeliveryEnd, deliverNow } from './search-delivery.js';
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
export function searchEntries(
  kernel: Kernel,
  call: Call<SearchRequest>,
  sink: SearchSink,
): SearchOutcome | Promise<SearchOutcome> {
  if (isRootDse(kernel, call.request)) return answerRootDse(kernel, call, sink);
  if (isSubschema(kernel, call.request)) return answerSubschema(kernel, call, sink);
  if (call.controls.paged?.size === 0) return abandonedPages(kernel, call);
  const prepared = prepare(kernel, kernel.store.current, call);
  if (!isBrief(prepared, call.request)) return searchSnapshot(kernel, call, sink);
  const delivery = begin(kernel, prepared, call, sink);
  return outcomeOf(kernel, call, deliverNow(kernel, call, sink, delivery));
}

/** What lasts longer than a turn has a view of its own, so that others may write meanwhile. */
async function searchSnapshot(
  kernel: Kernel,
  call: Call<SearchRequest>,
  sink: SearchSink,
): Promise<SearchOutcome> {
  const snapshot = kernel.store.snapshot();
  try {
    const delivery = begin(kernel, prepare(kernel, snapshot, call), call, sink);
    return outcomeOf(kernel, call, await deliver(kernel, call, sink, delivery));
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

/** A search made ready on one view, its candidates not read yet. */
interface PreparedSearch {
  readonly reader: Reader;
  readonly tree: SearchedTree;
  readonly condition: Condition;
  readonly position: number;
}

function prepare(kernel: Kernel, reader: Reader, call: Call<SearchRequest>): PreparedSearch {
  const { request, controls } = call;
  const base = searchBase(kernel, reader, call);
  const position = controls.paged ? positionOf(kernel, call, controls.paged.cookie) : 0;
  const tree = searchedTree(kernel, reader, { base, scope: request.scope, deref: request.deref });
  const condition = compileFilter({ kernel, reader }, request.filter);
  return { reader, tree, condition, position };
}

function isBrief({ tree, condition }: PreparedSearch, { scope }: SearchRequest): boolean {
  if (scope === 'base' || countOf(condition.plan) <= briefMax) return true;
  return tree.ids(briefMax) !== undefined;
}

/** Tells the references, on the first page, and reads the candidates. */
function begin(
  kernel: Kernel,
  { reader, tree, condition, position }: PreparedSearch,
  call: Call<SearchRequest>,
  sink: SearchSink,
): Delivery {
  const { request, actor } = call;
  const references = referencesIn(kernel, reader, call, tree);
  if (position === 0) {
    for (const id of references) sink.reference(continuationUris(reader, id, request.scope));
  }
  const { followed } = tree;
  return {
    found: searchedIds(reader, { condition, tree, after: position }),
    tree,
    condition,
    entry: new SearchedEntry(kernel, reader, viewOf(kernel, reader, actor)),
    selection: selectionOf(kernel, request.attributes),
    skipped: references.length === 0 ? followed : new Set([...references, ...followed]),
  };
}

const noReferences: readonly number[] = [];

function outcomeOf(kernel: Kernel, call: Call<SearchRequest>, end: DeliveryEnd): SearchOutcome {
  return { result: resultFor(kernel, call, end), entries: end.entries };
}

/** Referral objects in scope that the actor may know of: references, whatever the filter. */
function referencesIn(
  kernel: Kernel,
  reader: Reader,
  { controls, actor }: Call<SearchRequest>,
  tree: SearchedTree,
): readonly number[] {
  const { referrals } = specialEntries(kernel, reader);
  if (referrals.size === 0 || controls.manageDsaIt) return noReferences;
  return [...referrals].filter(
    (id) => tree.contains(id) && accessOf(kernel, reader, actor, id).visible,
  );
}

function resultFor(kernel: Kernel, call: Call<SearchRequest>, end: DeliveryEnd): Result {
  const result = end.code === 'success' ? success : resultOf(end.code, { message: end.message });
  if (!call.controls.paged || end.code !== 'success') return result;
  return { ...result, controls: [pageControl(kernel, call, end.nextPage)] };
}
