import { collectDefaultMetrics, Counter, Gauge, Registry } from 'prom-client';
import { type Measures, textOfAll } from './measures.js';
import { OperationMeasures } from './operation-measures.js';
import { type QueueMeasures, queueMeasures } from './queue-measures.js';

/** What of a finished operation is counted. */
export interface MeasuredOperation {
  readonly operation: string;
  readonly door: string;
  readonly code: string;
  readonly entries: number;
  readonly durationMs: number;
}

/** The process's measures, in the Prometheus text format. */
export interface Metrics extends QueueMeasures {
  operation(record: MeasuredOperation): void;
  connectionOpened(listener: string): void;
  connectionClosed(listener: string): void;
  /** The last committed sequence of the journal. */
  journalSequence(sequence: number): void;
  /** How far a reader of the journal has come. */
  cursor(name: string, sequence: number): void;
  readonly contentType: string;
  measures(): Promise<Measures>;
  /** @param others measures of other processes, to be added to these */
  metricsText(others?: readonly Measures[]): Promise<string>;
}

/** Opens measures of their own, so that two servers in one process do not share them. */
export function openMetrics(options: { readonly processMetrics?: boolean } = {}): Metrics {
  const registers = [new Registry()];
  const [register] = registers as [Registry];
  if (options.processMetrics) collectDefaultMetrics({ register });
  const operations = new OperationMeasures();
  let entriesSent = 0;
  new Counter({
    name: 'annuaire_entries_total',
    help: 'Entries sent by searches.',
    registers,
    collect() {
      this.inc(entriesSent);
      entriesSent = 0;
    },
  });
  const connections = new Gauge({
    name: 'annuaire_connections',
    help: 'Open LDAP connections by listener.',
    labelNames: ['listener'],
    registers,
  });
  const journal = new Gauge({
    name: 'annuaire_journal_sequence',
    help: 'Sequence of the last committed journal row.',
    registers,
  });
  const cursors = new Gauge({
    name: 'annuaire_cursor_sequence',
    help: 'Journal sequence that a reader has reached.',
    labelNames: ['cursor'],
    registers,
  });
  const measures = async (): Promise<Measures> => ({
    operations: operations.totals(),
    registered: await register.getMetricsAsJSON(),
  });
  return {
    operation(measured) {
      operations.add(measured);
      entriesSent += measured.entries;
    },
    connectionOpened(listener) {
      connections.inc({ listener });
    },
    connectionClosed(listener) {
      connections.dec({ listener });
    },
    journalSequence(sequence) {
      journal.set(sequence);
    },
    cursor(name, sequence) {
      cursors.set({ cursor: name }, sequence);
    },
    ...queueMeasures(registers),
    contentType: register.contentType,
    measures,
    metricsText: async (others = []) =>
      others.length > 0
        ? textOfAll([await measures(), ...others])
        : `${operations.text()}\n${await register.metrics()}`,
  };
}
