import { intersectIds, noIds, unionOfIds } from '../../store/indexes/id-set.js';
import type { EntryIds, Postings } from '../../store/reader.js';
import { atOnce, type Steps } from '../steps.js';
import { sortedIds } from './id-search.js';

/**
 * Which entries can satisfy a filter, as far as the indexes know. The ids of a plan hold every
 * entry for which the filter is TRUE; when the plan is exact they hold no other.
 */
export type Plan =
  /** Any entry may match: no index answers. */
  | { readonly kind: 'scan'; readonly why: string }
  /** Every entry matches. */
  | { readonly kind: 'every' }
  /** No entry can match: FALSE or Undefined for all. */
  | { readonly kind: 'none'; readonly why: string }
  | { readonly kind: 'index'; readonly name: string; readonly postings: Postings }
  | { readonly kind: 'intersection' | 'union'; readonly plans: readonly Plan[] };

/** Candidates read from a plan; `ids` undefined: all entries. */
export interface Candidates {
  readonly ids: EntryIds | undefined;
  /** Whether each of them is sure to match. */
  readonly exact: boolean;
}

/** Beyond this many times the smallest set, testing each entry is cheaper than reading ids. */
export const worthReading = 32;
/** Sets of one intersection that are read: after so many the others rule out little. */
export const setsMax = 8;
/** Ids of a union, and of a whole plan, in times all entries. */
export const worthUniting = 2;
const worthAltogether = 8;

/** What an index would say of an assertion that no value can satisfy. */
export const noPostings: Postings = { count: 0, exact: true, ids: () => noIds };

/** An upper bound of the candidates; Infinity for a scan. */
export function countOf(plan: Plan): number {
  switch (plan.kind) {
    case 'none':
      return 0;
    case 'scan':
    case 'every':
      return Infinity;
    case 'index':
      return plan.postings.count;
    case 'intersection':
      return Math.min(...plan.plans.map(countOf));
    case 'union':
      return plan.plans.reduce((sum, each) => sum + countOf(each), 0);
  }
}

/** Plans with their counts, the smallest first. */
export function bySize(
  plans: readonly Plan[],
): readonly { readonly plan: Plan; readonly count: number }[] {
  return plans.map((plan) => ({ plan, count: countOf(plan) })).sort((a, b) => a.count - b.count);
}

/** Plans that must all hold. */
export function intersection(plans: readonly Plan[]): Plan {
  const never = plans.find(({ kind }) => kind === 'none');
  if (never) return never;
  const telling = plans.filter(({ kind }) => kind !== 'every');
  const [only, ...more] = telling;
  if (!only) return { kind: 'every' };
  if (more.length === 0) return only;
  if (telling.every(({ kind }) => kind === 'scan')) return only;
  return { kind: 'intersection', plans: telling };
}

/** Plans of which one must hold. */
export function union(plans: readonly Plan[]): Plan {
  const all =
    plans.find(({ kind }) => kind === 'every') ?? plans.find(({ kind }) => kind === 'scan');
  if (all) return all;
  const telling = plans.filter(({ kind }) => kind !== 'none');
  const [only, ...more] = telling;
  if (!only) return plans[0] ?? { kind: 'none', why: 'an empty “or”' };
  return more.length === 0 ? only : { kind: 'union', plans: telling };
}

/** A plan over ids already known; an array of them is in ascending order. */
export function knownIds(name: string, ids: EntryIds | Iterable<number>): Plan {
  const sorted = ids instanceof Uint32Array ? ids : sortedIds(ids);
  return {
    kind: 'index',
    name,
    postings: { count: sorted.length, exact: true, ids: () => sorted },
  };
}

/**
 * Reads the candidates, the smallest sets first.
 *
 * @param entryCount of the directory: reading many times that is worse than looking at all of it
 */
export function candidatesOf(plan: Plan, entryCount = Infinity): Candidates {
  if (plan.kind === 'index') return { ids: plan.postings.ids(), exact: plan.postings.exact };
  return atOnce(candidateSteps(plan, entryCount));
}

/** The same in steps: how many sets there are, and how long, is for the client to choose. */
export function candidateSteps(plan: Plan, entryCount: number): Steps<Candidates> {
  return stepsOf(plan, { worth: entryCount * worthUniting, left: entryCount * worthAltogether });
}

/** What reading may cost, in ids. */
interface Reading {
  /** The most that one union may hold. */
  readonly worth: number;
  /** What is left for the whole plan. */
  left: number;
}

function* stepsOf(plan: Plan, reading: Reading): Steps<Candidates> {
  switch (plan.kind) {
    case 'none':
      return { ids: noIds, exact: true };
    case 'scan':
      return { ids: undefined, exact: false };
    case 'every':
      return { ids: undefined, exact: true };
    case 'index': {
      const ids = yield* idSteps(plan.postings);
      reading.left -= ids.length;
      return { ids, exact: plan.postings.exact };
    }
    case 'intersection':
      return yield* intersect(plan.plans, reading);
    case 'union':
      return yield* unite(plan.plans, reading);
  }
}

function* idSteps(postings: Postings): Steps<EntryIds> {
  yield;
  return postings.steps ? yield* postings.steps() : postings.ids();
}

function* intersect(plans: readonly Plan[], reading: Reading): Steps<Candidates> {
  let ids: EntryIds | undefined;
  let exact = true;
  let read = 0;
  for (const { plan, count } of bySize(plans)) {
    const isEnough = read === setsMax || count > reading.left;
    if (ids !== undefined && (isEnough || count > ids.length * worthReading)) {
      exact &&= ids.length === 0;
      continue;
    }
    const next = yield* stepsOf(plan, reading);
    exact &&= next.exact;
    if (!next.ids) continue;
    read += 1;
    ids = ids ? intersectIds(ids, next.ids) : next.ids;
  }
  return { ids, exact };
}

function* unite(plans: readonly Plan[], reading: Reading): Steps<Candidates> {
  const count = plans.reduce((sum, plan) => sum + countOf(plan), 0);
  if (count > reading.worth || count > reading.left) return { ids: undefined, exact: false };
  let exact = true;
  const sets: EntryIds[] = [];
  for (const plan of plans) {
    const next = yield* stepsOf(plan, reading);
    if (!next.ids) return next;
    exact &&= next.exact;
    sets.push(next.ids);
  }
  return { ids: unionOfIds(sets), exact };
}

/** The plan with its candidates read, so that they are there when they are asked for. */
export function* readPlan(plan: Plan, entryCount: number): Steps<Plan> {
  const { ids, exact } = yield* candidateSteps(plan, entryCount);
  if (!ids) return exact ? { kind: 'every' } : { kind: 'scan', why: 'more than is worth reading' };
  const postings = { count: ids.length, exact, ids: () => ids };
  return { kind: 'index', name: 'candidates', postings };
}

/** The same ids, none of them sure: an option or a further test narrows them. */
export function inexact(postings: Postings): Postings {
  return {
    get count() {
      return postings.count;
    },
    exact: false,
    ids: () => postings.ids(),
    ...(postings.steps && { steps: postings.steps }),
    ...(postings.runs && { runs: postings.runs }),
  };
}
