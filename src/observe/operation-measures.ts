/** Upper bounds in seconds, from a cached search to a bulk update; beyond the last is `+Inf`. */
const boundsSeconds = [0.0001, 0.0003, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10];

interface Durations {
  /** Operations within each bound and above the one before, those beyond all bounds last. */
  readonly buckets: number[];
  sumSeconds: number;
  readonly countByCode: Map<string, number>;
}

/** The measures of one kind of operation through one door, as data. */
export interface OperationTotals {
  readonly door: string;
  readonly operation: string;
  readonly buckets: readonly number[];
  readonly sumSeconds: number;
  readonly countByCode: readonly (readonly [code: string, count: number])[];
}

/**
 * Counts and times operations. The registry's own counter and histogram make and hash a set of
 * labels for each operation, which costs as much as a part of a search: here nothing is made.
 */
export class OperationMeasures {
  readonly #byDoor = new Map<string, Map<string, Durations>>();

  add(measured: {
    readonly operation: string;
    readonly door: string;
    readonly code: string;
    readonly durationMs: number;
  }): void {
    const durations = this.#durationsOf(measured.door, measured.operation);
    const seconds = measured.durationMs / 1000;
    let bucket = 0;
    while (seconds > (boundsSeconds[bucket] ?? Infinity)) bucket += 1;
    durations.buckets[bucket] = (durations.buckets[bucket] ?? 0) + 1;
    durations.sumSeconds += seconds;
    const { countByCode } = durations;
    countByCode.set(measured.code, (countByCode.get(measured.code) ?? 0) + 1);
  }

  totals(): OperationTotals[] {
    return [...this.#byDoor].flatMap(([door, operations]) =>
      [...operations].map(([operation, { buckets, sumSeconds, countByCode }]) => ({
        door,
        operation,
        buckets: [...buckets],
        sumSeconds,
        countByCode: [...countByCode],
      })),
    );
  }

  /** Counts what was measured elsewhere too. */
  include(measured: readonly OperationTotals[]): void {
    for (const { door, operation, buckets, sumSeconds, countByCode } of measured) {
      const own = this.#durationsOf(door, operation);
      buckets.forEach((count, at) => {
        own.buckets[at] = (own.buckets[at] ?? 0) + count;
      });
      own.sumSeconds += sumSeconds;
      for (const [code, count] of countByCode) {
        own.countByCode.set(code, (own.countByCode.get(code) ?? 0) + count);
      }
    }
  }

  /** In the Prometheus text format. */
  text(): string {
    const counts: string[] = [];
    const histogram: string[] = [];
    for (const [door, operations] of this.#byDoor) {
      for (const [operation, durations] of operations) {
        const labels = `operation=${quoted(operation)},door=${quoted(door)}`;
        for (const [code, count] of durations.countByCode) {
          counts.push(`annuaire_operations_total{${labels},code=${quoted(code)}} ${count}`);
        }
        histogram.push(...histogramLines(labels, durations));
      }
    }
    return [
      '# HELP annuaire_operations_total Finished operations by kind, door and result code.',
      '# TYPE annuaire_operations_total counter',
      ...counts,
      '',
      '# HELP annuaire_operation_duration_seconds Time from request to result.',
      '# TYPE annuaire_operation_duration_seconds histogram',
      ...histogram,
      '',
    ].join('\n');
  }

  #durationsOf(door: string, operation: string): Durations {
    let operations = this.#byDoor.get(door);
    if (!operations) this.#byDoor.set(door, (operations = new Map<string, Durations>()));
    let durations = operations.get(operation);
    if (!durations) {
      const buckets = Array.from({ length: boundsSeconds.length + 1 }, () => 0);
      durations = { buckets, sumSeconds: 0, countByCode: new Map() };
      operations.set(operation, durations);
    }
    return durations;
  }
}

/** Buckets are cumulative in the format. */
function histogramLines(labels: string, { buckets, sumSeconds }: Durations): string[] {
  const name = 'annuaire_operation_duration_seconds';
  let count = 0;
  const lines = buckets.map((within, at) => {
    count += within;
    return `${name}_bucket{le="${boundsSeconds[at] ?? '+Inf'}",${labels}} ${count}`;
  });
  return [...lines, `${name}_sum{${labels}} ${sumSeconds}`, `${name}_count{${labels}} ${count}`];
}

/** A label's value: backslashes, quotes and line ends escaped. */
function quoted(value: string): string {
  return `"${value.replace(/[\\"]/g, '\\$&').replaceAll('\n', '\\n')}"`;
}
