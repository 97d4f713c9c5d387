import { LoadConnection, ringOf } from './load-connection.js';
import { type LoadJob, type LoadOutcome, type LoadReport } from './load-job.js';

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

const latenciesMax = 4_000_000;
const latencies = new Float64Array(latenciesMax);

async function run(job: LoadJob): Promise<LoadOutcome> {
  const ring = ringOf(job.requests);
  const counts = { operations: 0, failures: 0, measuring: false };
  const answered = (latencyMs: number, isGood: boolean): void => {
    if (!counts.measuring) return;
    if (counts.operations < latenciesMax) latencies[counts.operations] = latencyMs;
    counts.operations += 1;
    if (!isGood) counts.failures += 1;
  };
  const connections = await Promise.all(
    Array.from({ length: job.connections }, (_, at) => {
      const first = Math.floor((at * job.requests.length) / job.connections);
      return LoadConnection.open(job, ring, { first, answered });
    }),
  );
  for (const connection of connections) connection.send(job.inFlight);
  await pause(job.warmUpMs);
  report({ kind: 'measuring' });
  counts.measuring = true;
  const startMs = performance.now();
  const startCpu = process.cpuUsage();
  await pause(job.durationMs);
  const seconds = (performance.now() - startMs) / 1000;
  const { user, system } = process.cpuUsage(startCpu);
  counts.measuring = false;
  for (const connection of connections) connection.stop();
  const sorted = latencies.subarray(0, Math.min(counts.operations, latenciesMax)).sort();
  const quantile = (share: number): number => sorted[Math.floor(sorted.length * share)] ?? NaN;
  return {
    operations: counts.operations,
    failures: counts.failures,
    seconds,
    p50Ms: quantile(0.5),
    p99Ms: quantile(0.99),
    generatorShare: (user + system) / 1e6 / seconds,
  };
}

const pause = (ms: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
