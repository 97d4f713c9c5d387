/** How long the last pushes took, from commit to webDCR’s answer; in memory, since the start. */
export interface Delays {
  note(ms: number): void;
  /** Milliseconds; undefined before the first push. */
  quantiles(): { readonly p50: number; readonly p95: number; readonly count: number } | undefined;
}

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
      return sorted.length === 0 ? undefined : { p50: at(0.5), p95: at(0.95), count: noted };
    },
  };
}
