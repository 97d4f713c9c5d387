import { type ContenderName } from './contender.js';
import { type Comparison, type Measure, type Runs } from './measure.js';
import { sameAnswers } from './probe.js';
import { median, medianRatio } from './statistics.js';

/** A Markdown table; the first column to the left, the others as the head's `:` say. */
export function markdownTable(
  head: readonly string[],
  rows: readonly (readonly string[])[],
): string[] {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  const rule = `|${head.map((_, at) => (at === 0 ? '---' : '--:')).join('|')}|`;
  return [line(head), rule, ...rows.map(line)];
}

const head = [
  'case, connections × in flight',
  'server',
  'ops/s',
  'p50 ms',
  'p99 ms',
  'p99.9 ms',
  'CPU µs/op',
  'ours ÷ it',
];

/** The comparisons, one row for each case and server. */
export function comparisonTable(comparisons: readonly Comparison[]): string[] {
  return markdownTable(head, comparisons.flatMap(rowsOf));
}

function rowsOf(comparison: Comparison): string[][] {
  const { name, runs } = comparison;
  return runs.map((each, at) => [
    at === 0 ? name : '',
    ...cellsOf(each),
    ratioTo(each, comparison),
  ]);
}

function cellsOf({ name, measures }: Runs): string[] {
  const middle = (of: (measure: Measure) => number): number => median(measures.map(of));
  return [
    name,
    Math.round(middle((each) => each.opsPerSecond)).toLocaleString('en'),
    middle((each) => each.p50Ms).toFixed(2),
    middle((each) => each.p99Ms).toFixed(2),
    middle((each) => each.p999Ms).toFixed(2),
    middle((each) => each.cpuMicros).toFixed(1),
  ];
}

function ratioTo(peer: Runs, { runs, target }: Comparison): string {
  const ours = runs.find(({ name }) => name === 'ours');
  if (!ours || peer === ours) return '';
  const rates = ({ measures }: Runs): number[] => measures.map((each) => each.opsPerSecond);
  const ratio = `**${medianRatio(rates(ours), rates(peer)).toFixed(2)}**`;
  const wanted = peer.name === 'slapd' ? target : undefined;
  return wanted === undefined ? ratio : `${ratio} (≥ ${wanted.toFixed(1)})`;
}

/** A generator this busy may be what is measured. */
const saturatedShare = 0.95;

/** What must be known before the table is believed. */
export function caveatsOf(comparisons: readonly Comparison[]): string[] {
  return comparisons.flatMap(({ name, runs }) => [
    ...runs.flatMap((each) => caveatsOfRuns(name, each)),
    ...runs.slice(1).flatMap((each) => disagreement(name, runs[0], each)),
  ]);
}

function caveatsOfRuns(name: string, { name: server, measures }: Runs): string[] {
  const caveats: string[] = [];
  const failures = measures.reduce((sum, each) => sum + each.failures, 0);
  if (failures > 0) caveats.push(`${name}, ${server}: ${String(failures)} failed answers.`);
  const share = median(measures.map(({ generatorShare }) => generatorShare));
  if (share > saturatedShare) {
    const percent = String(Math.round(share * 100));
    caveats.push(
      `${name}, ${server}: the generator was busy ${percent} % of the time and may be the limit.`,
    );
  }
  return caveats;
}

function disagreement(name: string, one: Runs | undefined, other: Runs): string[] {
  if (!one || sameAnswers(one.probe, other.probe)) return [];
  const shown = ({ name: server, probe }: { name: ContenderName; probe: Runs['probe'] }): string =>
    `${server} ${probe.entries.join(' ')} (codes ${[...new Set(probe.codes)].join(' ')}, ` +
    `${String(probe.octets)} octets)`;
  return [`${name}: the servers do not answer alike, entries of ${shown(one)}, ${shown(other)}.`];
}
