import type { Reader } from '../../store/reader.js';
import type { Condition } from '../filter/condition.js';
import { candidatesOf, countOf, type Plan, runsOf } from '../filter/plan.js';
import type { SearchedTree } from './search-scope.js';

/** The ids that a search looks at, ascending. */
export interface SearchedIds {
  readonly ids: Iterable<number>;
  /** Whether each is sure to satisfy the filter, rights aside. */
  readonly exact: boolean;
  /** Whether each is sure to be in scope. */
  readonly inScope: boolean;
}

/** A subtree up to this size is walked rather than sought among the candidates of an index. */
const walkMax = 2_000;

/**
 * Candidates of the filter or the entries in scope, whichever are fewer.
 *
 * @param options.after only ids beyond this one: the position of a page
 * @param options.asLookedAt reads candidates that come in runs when they are looked at, for who
 * may not look at all of them
 */
export function searchedIds(
  reader: Reader,
  options: {
    readonly condition: Condition;
    readonly tree: SearchedTree;
    readonly after: number;
    readonly asLookedAt?: boolean;
  },
): SearchedIds {
  const { tree, after } = options;
  const { plan } = options.condition;
  const walked = walkedIds(tree, plan);
  if (walked) {
    return { ids: from(walked, after), exact: plan.kind === 'every', inScope: true };
  }
  const runs = options.asLookedAt === true ? runsOf(plan) : undefined;
  if (runs) return { ids: inRuns(runs, after), exact: isExact(plan), inScope: tree.whole };
  const { ids, exact } = candidatesOf(plan, reader.entryCount);
  const all = ids ? from(ids, after) : reader.allIds(after + 1);
  return { ids: all, exact, inScope: tree.whole };
}

const isExact = (plan: Plan): boolean => plan.kind === 'index' && plan.postings.exact;

/** Read as they are looked at, every time from the start. */
const inRuns = (
  runs: (after: number) => Iterable<Uint32Array>,
  after: number,
): Iterable<number> => ({
  *[Symbol.iterator]() {
    for (const run of runs(after)) yield* run;
  },
});

/** The ids in scope, where they are the shorter way. */
export function walkedIds(tree: SearchedTree, plan: Plan): Uint32Array | undefined {
  const count = countOf(plan);
  return count > 16 && !tree.whole ? tree.ids(Math.min(count, walkMax)) : undefined;
}

/** The part of a sorted array beyond a position. */
function from(sorted: Uint32Array, after: number): Uint32Array {
  if (after === 0) return sorted;
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] ?? 0) > after) high = middle;
    else low = middle + 1;
  }
  return sorted.subarray(low);
}
