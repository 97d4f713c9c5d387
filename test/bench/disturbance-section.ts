import { setTimeout as pause } from 'node:timers/promises';
import { type Bench, concernsTitle, say, type Section, withServers } from './bench.js';
import { type BenchCase } from './bench-case.js';
import { plainSearchOver } from './cases.js';
import { type RunningServer } from './contender.js';
import { disturbanceHead, disturbanceRow, type Watched } from './disturbance-table.js';
import { LoadGenerator } from './load-generator-process.js';
import { type LoadJob } from './load-job.js';
import { measure } from './measure.js';
import { type Population } from './population.js';
import { anonBytesOf } from './process-tree.js';
import { markdownTable } from './table.js';

/** Others who use the server at the same time. */
export interface Disturbance {
  readonly title: string;
  /** Each in a process of its own. */
  readonly loads: (population: Population) => readonly BenchCase[];
}

/** So long the others go on before the watched searches begin, and after they have ended. */
const marginMs = 500;
const sampleMs = 100;

/** Searches in quiet and beside others, in turn: what the others cost them. */
export const disturbanceSection = ({ title, loads }: Disturbance): Section => ({
  title,
  concerns: concernsTitle(title),
  run: async (bench) => {
    const others = loads(bench.population).map((load) => ({ load, by: new LoadGenerator() }));
    try {
      const able = bench.contenders.filter((each) => each.can('paged'));
      return await withServers(able, {}, async (servers) => {
        const rows: string[][] = [];
        for (const server of servers) {
          say(`${title}, ${server.name}`);
          rows.push(await rowOf(bench, server, others));
        }
        return markdownTable(disturbanceHead, rows);
      });
    } finally {
      for (const { by } of others) by.close();
    }
  },
});

interface Other {
  readonly load: BenchCase;
  readonly by: LoadGenerator;
}

async function rowOf(
  bench: Bench,
  server: RunningServer,
  others: readonly Other[],
): Promise<string[]> {
  const search = plainSearchOver(bench.population);
  const quiet: Watched[] = [];
  const beside: Watched[] = [];
  for (let turn = 0; turn < bench.pace.pairs; turn += 1) {
    quiet.push(await watched(bench, server, { search, others: [] }));
    beside.push(await watched(bench, server, { search, others }));
  }
  return disturbanceRow(server.name, quiet, beside);
}

async function watched(
  { generator, pace }: Bench,
  server: RunningServer,
  { search, others }: { readonly search: BenchCase; readonly others: readonly Other[] },
): Promise<Watched> {
  const before = anonBytesOf(server.pid);
  let most = before;
  const sampling = setInterval(() => {
    most = Math.max(most, anonBytesOf(server.pid));
  }, sampleMs);
  try {
    const durationMs = pace.warmUpMs + pace.durationMs + 2 * marginMs;
    const all = others.map(({ load, by }) => by.run(jobOf(load, server, durationMs)));
    const [outcome, ...theirs] = await Promise.all([
      pause(marginMs).then(() => measure(generator, search, { server, pace })),
      ...all,
    ] as const);
    return { measure: outcome, grownBytes: most - before, others: theirs };
  } finally {
    clearInterval(sampling);
  }
}

function jobOf(
  { login, drive, connections, inFlight }: BenchCase,
  { port }: RunningServer,
  durationMs: number,
): LoadJob {
  const load = { port, login, drive: drive(), connections, inFlight, turn: 0 };
  return { ...load, operationsLeast: 0, warmUpMs: 0, durationMs };
}
