import { setTimeout as pause } from 'node:timers/promises';
import {
  type LoadConnection,
  pagesConnection,
  ringConnection,
  stalledConnection,
} from './load-drivers.js';
import { type LoadJob, type LoadOutcome, type LoadReport } from './load-job.js';
import { LoadTally } from './load-tally.js';

/** The process that makes the load: one job after the other, each reported to the parent. */
process.on('message', (job: LoadJob) => {
  run(job).then(
    (outcome) => {
      report({ kind: 'measured', outcome });
    },
    (error: unknown) => {
      report({ kind: 'failed', why: String(error) });
    },
  );
});

const report = (message: LoadReport): void => {
  process.send?.(message);
};

async function run(job: LoadJob): Promise<LoadOutcome> {
  const tally = new LoadTally();
  const connections = await Promise.all(
    Array.from({ length: job.connections }, (_, at) => opened(job, at, tally)),
  );
  const pacing = begin(job, connections);
  await pause(job.warmUpMs);
  report({ kind: 'measuring' });
  tally.start();
  await enough(job, tally);
  const outcome = tally.outcome();
  clearInterval(pacing);
  for (const connection of connections) connection.stop();
  return outcome;
}

const roundsMax = 10;

async function enough({ durationMs, operationsLeast }: LoadJob, tally: LoadTally): Promise<void> {
  for (let round = 0; round < roundsMax; round += 1) {
    await pause(durationMs);
    if (tally.operations >= operationsLeast) return;
  }
}

/** Its multiples never fall together. */
const goldenSection = 0.618;

function opened(job: LoadJob, at: number, tally: LoadTally): Promise<LoadConnection> {
  const { drive, connections } = job;
  if (drive.kind === 'pages') return pagesConnection(job, drive, tally);
  if (drive.kind === 'stalled') return stalledConnection(job, drive.ring);
  // Connections start at different requests, and at others each time.
  const place = ((at + job.turn * goldenSection) % connections) / connections;
  const first = Math.floor(place * (drive.ring.offsets.length - 1));
  return ringConnection(job, drive.ring, { tally, first, refills: drive.kind === 'ring' });
}

function begin(
  { drive, inFlight }: LoadJob,
  connections: readonly LoadConnection[],
): NodeJS.Timeout | undefined {
  if (drive.kind !== 'paced') {
    for (const connection of connections) connection.send(inFlight);
    return undefined;
  }
  let turn = 0;
  return setInterval(() => {
    connections[turn % connections.length]?.send(1);
    turn += 1;
  }, 1000 / drive.perSecond);
}
