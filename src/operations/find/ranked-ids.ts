import type { EntryIds } from '../../store/reader.js';

/** Entries with what speaks for each. */
export interface RankedIds {
  /** Ascending. */
  readonly ids: EntryIds;
  /** By place in `ids`. */
  readonly scores: Float32Array;
}

export const noneRanked: RankedIds = { ids: new Uint32Array(0), scores: new Float32Array(0) };

export function rankedAlike(ids: EntryIds, score: number): RankedIds {
  return { ids, scores: new Float32Array(ids.length).fill(score) };
}

/** The entries of either, each with the better of its scores. */
export function either(a: RankedIds, b: RankedIds): RankedIds {
  const [m, n] = [a.ids.length, b.ids.length];
  if (m === 0) return b;
  if (n === 0) return a;
  const ids = new Uint32Array(m + n);
  const scores = new Float32Array(m + n);
  let count = 0;
  let i = 0;
  let j = 0;
  while (i < m && j < n) {
    const left = a.ids[i] ?? 0;
    const right = b.ids[j] ?? 0;
    const fromLeft = left <= right ? (a.scores[i++] ?? 0) : 0;
    const fromRight = right <= left ? (b.scores[j++] ?? 0) : 0;
    ids[count] = left <= right ? left : right;
    scores[count++] = fromLeft >= fromRight ? fromLeft : fromRight;
  }
  const [rest, from] = i < m ? [a, i] : [b, j];
  ids.set(rest.ids.subarray(from), count);
  scores.set(rest.scores.subarray(from), count);
  count += rest.ids.length - from;
  return { ids: ids.subarray(0, count), scores: scores.subarray(0, count) };
}

/** The entries of both, with the sum of their scores. */
export function both(a: RankedIds, b: RankedIds): RankedIds {
  const most = Math.min(a.ids.length, b.ids.length);
  const ids = new Uint32Array(most);
  const scores = new Float32Array(most);
  let count = 0;
  for (let i = 0, j = 0; i < a.ids.length && j < b.ids.length;) {
    const [left, right] = [a.ids[i] ?? 0, b.ids[j] ?? 0];
    if (left === right) {
      ids[count] = left;
      scores[count] = (a.scores[i] ?? 0) + (b.scores[j] ?? 0);
      count += 1;
    }
    if (left <= right) i += 1;
    if (right <= left) j += 1;
  }
  return { ids: ids.subarray(0, count), scores: scores.subarray(0, count) };
}

/** Scores that differ by less count as the same. */
const grain = 256;

/** The ids of the best so many, the best first and, among equals, as they came. */
export function bestOf({ ids, scores }: RankedIds, most: number): number[] {
  const byScore = new Map<number, number[]>();
  for (let at = 0; at < ids.length; at += 1) {
    const score = Math.round((scores[at] ?? 0) * grain);
    let those = byScore.get(score);
    if (those === undefined) byScore.set(score, (those = []));
    if (those.length < most) those.push(ids[at] ?? 0);
  }
  const best: number[] = [];
  for (const score of [...byScore.keys()].sort((a, b) => b - a)) {
    best.push(...(byScore.get(score) ?? []).slice(0, most - best.length));
    if (best.length >= most) break;
  }
  return best;
}
