import { type Comparison, type Measure } from './measure.js';

/** The comparisons as a Markdown table, one row for each case and server. */
export function tableOf(comparisons: readonly Comparison[]): string {
  const head = [
    '| case | server | ops/s | p50 ms | p99 ms | server CPU µs/op | ours ÷ slapd |',
    '|---|---|--:|--:|--:|--:|--:|',
  ];
  return [...head, ...comparisons.flatMap(rowsOf)].join('\n');
}

function rowsOf({ name, ours, slapd }: Comparison): string[] {
  const ratios = ours.flatMap((measure, at) => {
    const other = slapd[at];
    return other ? [measure.opsPerSecond / other.opsPerSecond] : [];
  });
  const ratio = ratios.length > 0 ? `**${median(ratios).toFixed(2)}**` : '–';
  const rows = [row(name, 'ours', ours, ratio)];
  if (slapd.length > 0) rows.push(row('', 'slapd', slapd, ''));
  return rows;
}

function row(name: string, server: string, measures: readonly Measure[], ratio: string): string {
  const middle = (of: (measure: Measure) => number): number => median(measures.map(of));
  const cells = [
    name,
    server,
    Math.round(middle((each) => each.opsPerSecond)).toLocaleString('en'),
    middle((each) => each.p50Ms).toFixed(2),
    middle((each) => each.p99Ms).toFixed(2),
    middle((each) => each.cpuMicros).toFixed(1),
    ratio,
  ];
  return `| ${cells.join(' | ')} |`;
}

/** A generator this busy may be what is measured. */
const saturatedShare = 0.9;

/** What must be known before the table is believed. */
export function caveatsOf(comparisons: readonly Comparison[]): string[] {
  return comparisons.flatMap(({ name, ours, slapd }) => {
    const caveats: string[] = [];
    for (const [server, measures] of [
      ['ours', ours],
      ['slapd', slapd],
    ] as const) {
      const failures = measures.reduce((sum, measure) => sum + measure.failures, 0);
      if (failures > 0) caveats.push(`${name}, ${server}: ${String(failures)} failed answers.`);
      const share = median(measures.map(({ generatorShare }) => generatorShare));
      if (share > saturatedShare) {
        const percent = Math.round(share * 100);
        const busy = `the generator took ${String(percent)} % of a processor`;
        caveats.push(`${name}, ${server}: ${busy} and is the limit.`);
      }
    }
    return caveats;
  });
}

/** The middle value; of none, NaN. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? NaN;
}
