import { idsBeyond } from '../../store/indexes/id-set.js';
import type { Reader } from '../../store/reader.js';
import type { Condition } from '../filter/condition.js';
import { candidateRuns } from '../filter/candidate-runs.js';
import { candidatesOf, countOf, type Plan } from '../filter/plan.js';
import type { SearchedTree } from './search-scope.js';

/** The ids that a search looks at, ascending. */
export interface SearchedIds {
  readonly ids: Iterable<number>;
  /** The same in runs that are read when they are looked at, some of them empty. */
  readonly runs?: Iterable<Iterable<number>>;
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
    return { ids: idsBeyond(walked, after), exact: plan.kind === 'every', inScope: true };
  }
  const { entryCount } = reader;
  const inRuns = options.asLookedAt === true ? candidateRuns(plan, entryCount) : undefined;
  if (inRuns) {
    const runs = { [Symbol.iterator]: () => inRuns.runs(after)[Symbol.iterator]() };
    return { ids: flattened(runs), runs, exact: inRuns.exact, inScope: tree.whole };
  }
  const { ids, exact } = candidatesOf(plan, entryCount);
  const all = ids ? idsBeyond(ids, after) : reader.allIds(after + 1);
  return { ids: all, exact, inScope: tree.whole };
}

const flattened = (runs: Iterable<Iterable<number>>): Iterable<number> => ({
  *[Symbol.iterator]() {
    for (const run of runs) yield* run;
  },
});

/** The ids in scope, where they are the shorter way. */
export function walkedIds(tree: SearchedTree, plan: Plan): Uint32Array | undefined {
  const count = countOf(plan);
  return count > 16 && !tree.whole ? tree.ids(Math.min(count, walkMax)) : undefined;
}
