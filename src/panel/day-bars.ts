import { dayOf } from './typography.js';

const dayMs = 24 * 3_600_000;
const [height, step, width] = [40, 8, 6] as const;

/**
 * A plot of one bar for each day up to now, in the units of its `viewBox`; `days` says the same
 * in words, those without anything left out.
 */
export function dayBars(counts: readonly number[], now: Date): object {
  const most = Math.max(1, ...counts);
  const dayAt = (index: number): string =>
    dayOf(new Date(now.getTime() - (counts.length - 1 - index) * dayMs));
  return {
    viewBox: `0 0 ${String(counts.length * step)} ${String(height)}`,
    bars: counts.map((count, index) => {
      const tall = Math.round((count / most) * (height - 1)) + 1;
      return { x: index * step, y: height - tall, width, height: tall, isEmpty: count === 0 };
    }),
    first: dayAt(0),
    last: dayAt(counts.length - 1),
    most,
    days: counts.flatMap((count, index) => (count === 0 ? [] : [{ day: dayAt(index), count }])),
  };
}
