import { mebibytes } from './bench.js';
import { type LoadOutcome } from './load-job.js';
import { type Measure } from './measure.js';
import { median, medianRatio } from './statistics.js';

/** A run of the searches that are watched, and how the server's memory grew meanwhile. */
export interface Watched {
  readonly measure: Measure;
  readonly grownBytes: number;
  /** What the others got, in the order of their title. */
  readonly others: readonly LoadOutcome[];
}

export const disturbanceHead = [
  'server',
  'quiet p99 ms',
  'p99 ms beside them',
  'ratio (≤ 3)',
  'quiet searches/s',
  'beside them',
  'theirs: operations/s',
  'failed',
  'RssAnon grows, quiet, MiB',
  'beside them, MiB',
];

/** A server's row: runs in quiet, and as many beside others. */
export function disturbanceRow(
  server: string,
  quiet: readonly Watched[],
  beside: readonly Watched[],
): string[] {
  const p99 = (of: readonly Watched[]): number[] => of.map((each) => each.measure.p99Ms);
  const rate = (of: readonly Watched[]): string =>
    median(of.map((each) => each.measure.opsPerSecond)).toFixed(0);
  const grown = (of: readonly Watched[]): string =>
    mebibytes(Math.max(...of.map(({ grownBytes }) => grownBytes)));
  return [
    server,
    median(p99(quiet)).toFixed(2),
    median(p99(beside)).toFixed(2),
    `**${medianRatio(p99(beside), p99(quiet)).toFixed(2)}**`,
    rate(quiet),
    rate(beside),
    ratesOfOthers(beside),
    String(failuresOf(beside)),
    grown(quiet),
    grown(beside),
  ];
}

function ratesOfOthers(beside: readonly Watched[]): string {
  const [first] = beside;
  const rates = (first?.others ?? []).map((_, at) =>
    median(
      beside.flatMap(({ others }) => {
        const outcome = others[at];
        return outcome ? [outcome.operations / outcome.seconds] : [];
      }),
    ),
  );
  return rates.map((rate) => rate.toFixed(1)).join(', ');
}

function failuresOf(beside: readonly Watched[]): number {
  const outcomes = beside.flatMap(({ measure, others }) => [measure, ...others]);
  return outcomes.reduce((sum, { failures }) => sum + failures, 0);
}
