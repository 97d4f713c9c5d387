import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { editorOf } from './accounts.js';
import { type Bench, concernsTitle, mebibytes, say, type Section, withServers } from './bench.js';
import { plainSearchOver } from './cases.js';
import { type RunningServer } from './contender.js';
import { type IdleJob, type IdleReport } from './idle-job.js';
import { measure } from './measure.js';
import { memoryOf } from './process-tree.js';
import { descriptorsGiven, stopped, withDescriptors } from './program.js';
import { markdownTable } from './table.js';

const idleConnections = 20_000;
/** Of a server or the holder, for all else that it has open, and for the searches. */
const otherDescriptors = 200;
const title = `${String(idleConnections)} idle connections`;
const descriptors = 65_536;
const settlingMs = 2_000;

const program = fileURLToPath(new URL('idle-holder.ts', import.meta.url));

/** What connections cost that do nothing: memory, and the time of those that search. */
export const idleSection: Section = {
  title,
  concerns: concernsTitle(title),
  run: async (bench) => {
    const rows: string[][] = [];
    const caveats: string[] = [];
    if (countHere() < idleConnections) {
      const given = String(descriptorsGiven(descriptors));
      caveats.push(`- This system gives a process no more than ${given} descriptors.`);
    }
    for (const contender of bench.contenders.filter((each) => each.can('write'))) {
      await withServers([contender], { descriptors }, async ([server]) => {
        if (!server) return;
        say(`${title}, ${server.name}`);
        const { row, why } = await held(bench, server);
        rows.push(row);
        if (why !== '') caveats.push(`- ${server.name}: not all are held: ${why}`);
      });
    }
    return [...markdownTable(head, rows), ...(caveats.length > 0 ? ['', ...caveats] : [])];
  },
};

const head = [
  'server',
  'held',
  'RssAnon before, MiB',
  'with them, MiB',
  'PSS with them, MiB',
  'octets for each',
  'quiet searches/s',
  'beside them',
];

async function held(
  { generator, population, pace }: Bench,
  server: RunningServer,
): Promise<{ readonly row: string[]; readonly why: string }> {
  const search = plainSearchOver(population);
  const quiet = await measure(generator, search, { server, pace });
  const before = memoryOf(server.pid);
  const holder = startHolder();
  try {
    const account = editorOf(population.shape.suffix);
    const report = await told(holder, { port: server.port, count: countHere(), account });
    await pause(settlingMs);
    const after = memoryOf(server.pid);
    const beside = await measure(generator, search, { server, pace });
    const grown = (after.anonBytes - before.anonBytes) / Math.max(1, report.held);
    const row = [
      server.name,
      report.held.toLocaleString('en'),
      mebibytes(before.anonBytes),
      mebibytes(after.anonBytes),
      mebibytes(after.pssBytes),
      grown.toFixed(0),
      quiet.opsPerSecond.toFixed(0),
      beside.opsPerSecond.toFixed(0),
    ];
    return { row, why: report.why };
  } finally {
    await stopped(holder);
  }
}

const countHere = (): number =>
  Math.min(idleConnections, descriptorsGiven(descriptors) - otherDescriptors);

function startHolder(): ChildProcess {
  const [command, args] = withDescriptors(descriptors, 'node', ['--import', 'tsx', program]);
  return spawn(command, args, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
}

async function told(holder: ChildProcess, job: IdleJob): Promise<IdleReport> {
  const answer = once(holder, 'message') as Promise<[IdleReport]>;
  holder.send(job);
  return (await answer)[0];
}
