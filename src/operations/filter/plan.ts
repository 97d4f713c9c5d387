import type { EntryIds, Postings } from '../../store/reader.js';

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
const worthReading = 32;
const noIds: EntryIds = new Uint32Array(0);

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

/** A plan over ids already known. */
export function knownIds(name: string, ids: Iterable<number>): Plan {
  const sorted = Uint32Array.from(new Set(ids)).sort();
  return {
    kind: 'index',
    name,
    postings: { count: sorted.length, exact: true, ids: () => sorted },
  };
}

/** Reads the candidates, the smallest sets first. */
export function candidatesOf(plan: Plan): Candidates {
  switch (plan.kind) {
    case 'none':
      return { ids: noIds, exact: true };
    case 'scan':
      return { ids: undefined, exact: false };
    case 'every':
      return { ids: undefined, exact: true };
    case 'index':
      return { ids: plan.postings.ids(), exact: plan.postings.exact };
    case 'intersection':
      return intersect(plan.plans);
    case 'union':
      return unite(plan.plans);
  }
}

function intersect(plans: readonly Plan[]): Candidates {
  const bySize = plans.map((plan) => ({ plan, count: countOf(plan) }));
  bySize.sort((a, b) => a.count - b.count);
  let ids: EntryIds | undefined;
  let exact = true;
  for (const { plan, count } of bySize) {
    if (ids !== undefined && (ids.length === 0 || count > ids.length * worthReading)) {
      exact &&= ids.length === 0;
      continue;
    }
    const next = candidatesOf(plan);
    exact &&= next.exact;
    if (next.ids) ids = ids ? common(ids, next.ids) : next.ids;
  }
  return { ids, exact };
}

function unite(plans: readonly Plan[]): Candidates {
  let exact = true;
  const sets: EntryIds[] = [];
  for (const plan of plans) {
    const next = candidatesOf(plan);
    if (!next.ids) return next;
    exact &&= next.exact;
    sets.push(next.ids);
  }
  const merged = new Uint32Array(sets.reduce((sum, set) => sum + set.length, 0));
  let at = 0;
  for (const set of sets) {
    merged.set(set, at);
    at += set.length;
  }
  merged.sort();
  return { ids: withoutRepeats(merged), exact };
}

function common(a: EntryIds, b: EntryIds): EntryIds {
  const found = new Uint32Array(Math.min(a.length, b.length));
  let count = 0;
  for (let i = 0, j = 0; i < a.length && j < b.length;) {
    const left = a[i] ?? 0;
    const right = b[j] ?? 0;
    if (left === right) found[count++] = left;
    if (left <= right) i += 1;
    if (right <= left) j += 1;
  }
  return found.subarray(0, count);
}

function withoutRepeats(sorted: EntryIds): EntryIds {
  let count = 0;
  for (const id of sorted) if (count === 0 || sorted[count - 1] !== id) sorted[count++] = id;
  return sorted.subarray(0, count);
}

/** The same ids, none of them sure: an option or a further test narrows them. */
export function inexact(postings: Postings): Postings {
  return { count: postings.count, exact: false, ids: () => postings.ids() };
}
