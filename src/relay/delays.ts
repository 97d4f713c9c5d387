/** How long the last pushes took, from commit to webDCR’s answer; in memory, since the start. */
export interface Delays {
  note(ms: number): void;
  /** Undefined before the first push. */
  quantiles(): DelayQuantiles | undefined;
}

export interface DelayQuantiles {
  /** Milliseconds. */
  readonly p50: number;
  readonly p95: number;
  /** Pushes since the start. */
  readonly count: number;
  /** Of the last thousand: how many took no longer than each of `delayBounds`, then the others. */
  readonly spread: readonly number[];
}

/** Milliseconds. */
export const delayBounds = [1_000, 10_000, 60_000, 300_000] as const;

const keptMax = 1_000;

export function delayMemory(): Delays {
  const kept: number[] = [];
  let noted = 0;
  return {
    note: (ms) => {
      kept[noted % keptMax] = ms;
      noted += 1;
    },
    quantiles: () => {
      const sorted = kept.toSorted((a, b) => a - b);
      const at = (share: number): number => sorted[Math.ceil(sorted.length * share) - 1] ?? 0;
      if (sorted.length === 0) return undefined;
      const spread = [...delayBounds, Infinity].map((bound, index) => {
        const above = delayBounds[index - 1] ?? -Infinity;
        return sorted.filter((ms) => ms > above && ms <= bound).length;
      });
      return { p50: at(0.5), p95: at(0.95), count: noted, spread };
    },
  };
}
