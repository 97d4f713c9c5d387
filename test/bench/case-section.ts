import { type Bench, mebibytes, say, type Section, withServers } from './bench.js';
import { type BenchCase } from './bench-case.js';
import { casesOver } from './cases.js';
import { type Contender, type RunningServer } from './contender.js';
import { compare, type Comparison } from './measure.js';
import { memoryOf, type ProcessMemory } from './process-tree.js';
import { medianRatio } from './statistics.js';
import { caveatsOf, comparisonTable, markdownTable } from './table.js';

const title = 'operations';
const memory = 'resident memory';

/** Every case on every server that can do it; and what memory the servers had before and after. */
export const caseSection: Section = {
  title,
  concerns: (bench) => bench.options.wants(memory) || wantedCases(bench).length > 0,
  run: (bench) =>
    withServers(bench.contenders, {}, async (servers) => {
      const atRest = servers.map(({ pid }) => memoryOf(pid));
      const comparisons = await compareAll(bench, wantedCases(bench), servers);
      const after = servers.map(({ pid }) => memoryOf(pid));
      return [
        ...report(comparisons),
        ...crowdLines(comparisons),
        ...memoryTable(servers, atRest, after),
      ];
    }),
};

function wantedCases({ population, options }: Bench): BenchCase[] {
  return casesOver(population).filter(({ name }) => options.wants(name));
}

/** Each case on the servers that can do it. */
export async function compareAll(
  { contenders, generator, pace }: Bench,
  cases: readonly BenchCase[],
  running: readonly RunningServer[],
): Promise<Comparison[]> {
  const comparisons: Comparison[] = [];
  for (const bench of cases) {
    say(bench.name);
    const able = (each: Contender): boolean => each.can(bench.ability);
    const names = contenders.filter(able).map(({ name }) => name);
    const servers = running.filter(({ name }) => names.includes(name));
    comparisons.push(await compare(generator, bench, { servers, pace }));
  }
  return comparisons;
}

export function report(comparisons: readonly Comparison[]): string[] {
  if (comparisons.length === 0) return [];
  const caveats = caveatsOf(comparisons).map((caveat) => `- ${caveat}`);
  return [...comparisonTable(comparisons), '', ...(caveats.length > 0 ? [...caveats, ''] : [])];
}

/** What each server keeps of its rate with many connections instead of few. */
function crowdLines(comparisons: readonly Comparison[]): string[] {
  const found = (count: string): Comparison | undefined =>
    comparisons.find(({ name }) => name.startsWith('`(uid=…)`') && name.endsWith(`${count} × 1`));
  const [few, many] = [found('16'), found('256')];
  if (!few || !many) return [];
  const kept = many.runs.map(({ name, measures }, at) => {
    const rates = (of: typeof measures = []): number[] => of.map((each) => each.opsPerSecond);
    return `${name} ${medianRatio(rates(measures), rates(few.runs[at]?.measures)).toFixed(2)}`;
  });
  return [`256 connections ÷ 16, same search (≥ 0.8): ${kept.join(', ')}.`, ''];
}

function memoryTable(
  servers: readonly RunningServer[],
  atRest: readonly ProcessMemory[],
  after: readonly ProcessMemory[],
): string[] {
  const head = ['server', 'RssAnon at rest, MiB', 'after the cases', 'PSS at rest, MiB', 'after'];
  const cells = (of: readonly (ProcessMemory | undefined)[], key: keyof ProcessMemory): string[] =>
    of.map((each) => mebibytes(each?.[key] ?? NaN));
  const rows = servers.map(({ name }, at) => {
    const both = [atRest[at], after[at]];
    return [name, ...cells(both, 'anonBytes'), ...cells(both, 'pssBytes')];
  });
  return markdownTable(head, rows);
}
