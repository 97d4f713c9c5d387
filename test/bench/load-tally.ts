import { type LoadOutcome } from './load-job.js';

const latenciesMax = 4_000_000;
const tolerated: ReadonlySet<number> = new Set([0, 4]);
// One for the process: what is filled once stays in memory, and a run takes no new pages.
const latencies = new Float64Array(latenciesMax);

/** Counts what is answered while it is measuring. */
export class LoadTally {
  #operations = 0;
  #entries = 0;
  #failures = 0;
  #measuring = false;
  #startMs = 0;
  #startUse = performance.eventLoopUtilization();

  /** Answered so far. */
  get operations(): number {
    return this.#operations;
  }

  start(): void {
    this.#measuring = true;
    this.#startMs = performance.now();
    this.#startUse = performance.eventLoopUtilization();
  }

  entry(): void {
    if (this.#measuring) this.#entries += 1;
  }

  answered(latencyMs: number, code: number): void {
    if (!this.#measuring) return;
    if (this.#operations < latenciesMax) latencies[this.#operations] = latencyMs;
    this.#operations += 1;
    if (!tolerated.has(code)) this.#failures += 1;
  }

  /** A connection is gone: nothing that it would have asked is answered. */
  lost(): void {
    if (this.#measuring) this.#failures += 1;
  }

  outcome(): LoadOutcome {
    this.#measuring = false;
    const seconds = (performance.now() - this.#startMs) / 1000;
    const { utilization } = performance.eventLoopUtilization(this.#startUse);
    const sorted = latencies.subarray(0, Math.min(this.#operations, latenciesMax)).sort();
    const quantile = (share: number): number => sorted[Math.floor(sorted.length * share)] ?? NaN;
    return {
      operations: this.#operations,
      entries: this.#entries,
      failures: this.#failures,
      seconds,
      p50Ms: quantile(0.5),
      p99Ms: quantile(0.99),
      p999Ms: quantile(0.999),
      generatorShare: utilization,
    };
  }
}
