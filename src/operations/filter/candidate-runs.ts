import { idsBeyond, intersectRuns, uniteRuns } from '../../store/indexes/id-set.js';
import type { EntryIds, Postings } from '../../store/reader.js';
import { bySize, countOf, type Plan, setsMax, worthReading, worthUniting } from './plan.js';

/** Candidates that are read as they are looked at: the first of many cost no more than of few. */
export interface CandidateRuns {
  /** Those beyond an id, in ascending runs, some of them empty; each time read anew. */
  readonly runs: (after: number) => Iterable<EntryIds>;
  /** Whether each of them is sure to match. */
  readonly exact: boolean;
}

/**
 * The candidates of a plan in runs; undefined where no list of it is long, since all are then
 * sooner read at once, or where no index answers.
 *
 * @param entryCount of the directory: a union many times that is not read
 */
export function candidateRuns(plan: Plan, entryCount: number): CandidateRuns | undefined {
  return isLong(plan) ? runsOf(plan, entryCount * worthUniting) : undefined;
}

/** Whether a list that must be gone through is long. */
function isLong(plan: Plan): boolean {
  switch (plan.kind) {
    case 'index':
      return plan.postings.runs !== undefined;
    case 'intersection':
      return plan.plans.every((each) => isLong(each) || countOf(each) === Infinity);
    case 'union':
      return plan.plans.some(isLong);
    case 'none':
    case 'scan':
    case 'every':
      return false;
  }
}

function runsOf(plan: Plan, worth: number): CandidateRuns | undefined {
  switch (plan.kind) {
    case 'index':
      return runsOfList(plan.postings);
    case 'intersection':
      return intersection(plan.plans, worth);
    case 'union':
      return countOf(plan) > worth ? undefined : joined(plan.plans, worth, uniteRuns);
    case 'none':
      return { runs: () => [], exact: true };
    case 'scan':
    case 'every':
      return undefined;
  }
}

/** A list that is not long is one run, unless it takes so many look-ups that it wants pauses. */
function runsOfList(postings: Postings): CandidateRuns | undefined {
  const { exact, runs, steps } = postings;
  if (runs) return { runs, exact };
  return steps ? undefined : { runs: (after) => [idsBeyond(postings.ids(), after)], exact };
}

/** The smallest set, and of the others those that rule out more than they cost. */
function intersection(plans: readonly Plan[], worth: number): CandidateRuns | undefined {
  const sorted = bySize(plans);
  const most = (sorted[0]?.count ?? 0) * worthReading;
  const read = sorted.slice(0, setsMax).filter(({ count }) => count <= most);
  const found = joined(
    read.map(({ plan }) => plan),
    worth,
    intersectRuns,
  );
  return found && { runs: found.runs, exact: found.exact && read.length === plans.length };
}

/** Undefined where one of the plans is not read in runs. */
function joined(
  plans: readonly Plan[],
  worth: number,
  join: typeof intersectRuns,
): CandidateRuns | undefined {
  let found: CandidateRuns | undefined;
  for (const plan of plans) {
    const next = runsOf(plan, worth);
    if (!next) return undefined;
    found = found ? bothOf(found, next, join) : next;
  }
  return found;
}

const bothOf = (
  one: CandidateRuns,
  other: CandidateRuns,
  join: typeof intersectRuns,
): CandidateRuns => ({
  runs: (after) => join(one.runs(after), other.runs(after)),
  exact: one.exact && other.exact,
});
