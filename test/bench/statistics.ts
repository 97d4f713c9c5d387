/** The middle value; of none, NaN. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const [low = NaN, high = NaN] = [sorted[middle - 1 + (sorted.length % 2)], sorted[middle]];
  return (low + high) / 2;
}

/** Of each pair first ÷ second, and of those the middle one. */
export function medianRatio(first: readonly number[], second: readonly number[]): number {
  return median(first.flatMap((value, at) => value / (second[at] ?? NaN)).filter(Number.isFinite));
}
