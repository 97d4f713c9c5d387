import { AggregatorRegistry } from 'prom-client';
import { OperationMeasures, type OperationTotals } from './operation-measures.js';

/** The measures of one process, as data that another can add to its own. */
export interface Measures {
  readonly operations: readonly OperationTotals[];
  /** Those of the registry, in the library's form. */
  readonly registered: readonly RegisteredMeasure[];
}

export interface RegisteredMeasure {
  readonly name: string;
  /** As the library declares it a number, and gives the word: `counter`, `gauge`… */
  readonly type: unknown;
}

/** The measures of several processes in the Prometheus text format, as if they were one. */
export async function textOfAll(all: readonly Measures[]): Promise<string> {
  const { operations, registered } = added(all);
  return `${operations.text()}\n${await registered.metrics()}`;
}

/** What a process that has ended leaves: counts never go back, the rest was of the moment. */
export async function leftBehind(all: readonly Measures[]): Promise<Measures> {
  const { operations, registered } = added(all);
  const measures: readonly RegisteredMeasure[] = await registered.getMetricsAsJSON();
  return {
    operations: operations.totals(),
    registered: measures.filter(({ type }) => type === 'counter' || type === 'histogram'),
  };
}

function added(all: readonly Measures[]): {
  readonly operations: OperationMeasures;
  readonly registered: ReturnType<typeof AggregatorRegistry.aggregate>;
} {
  const operations = new OperationMeasures();
  for (const each of all) operations.include(each.operations);
  const registered = AggregatorRegistry.aggregate(all.map((each) => [...each.registered]));
  return { operations, registered };
}
