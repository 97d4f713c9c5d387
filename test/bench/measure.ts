import { type BenchCase } from './bench-case.js';
import { type ContenderName, type RunningServer } from './contender.js';
import { type LoadGenerator } from './load-generator-process.js';
import { type LoadOutcome } from './load-job.js';
import { probe, type Probe } from './probe.js';
import { cpuSeconds } from './process-tree.js';

/** One run of one case on one server. */
export interface Measure extends LoadOutcome {
  readonly opsPerSecond: number;
  /** Processor time of the server for one operation, in microseconds. */
  readonly cpuMicros: number;
}

/** The runs of one case on one server. */
export interface Runs {
  readonly name: ContenderName;
  readonly probe: Probe;
  readonly measures: Measure[];
}

/** The runs of one case, in turn: ours, its peers, and again from the start. */
export interface Comparison {
  readonly name: string;
  /** What ours ÷ slapd shall be at least. */
  readonly target: number | undefined;
  readonly runs: readonly Runs[];
}

export interface Pace {
  readonly pairs: number;
  readonly warmUpMs: number;
  readonly durationMs: number;
}

/** Fewer answers tell nothing: slow operations are measured for longer. */
const operationsLeast = 64;

export async function compare(
  generator: LoadGenerator,
  bench: BenchCase,
  { servers, pace }: { readonly servers: readonly RunningServer[]; readonly pace: Pace },
): Promise<Comparison> {
  const runs: Runs[] = [];
  for (const { name, port } of servers) {
    runs.push({ name, probe: await probe(port, bench), measures: [] });
  }
  for (let turn = 0; turn < pace.pairs; turn += 1) {
    for (const [at, server] of servers.entries()) {
      runs[at]?.measures.push(await measure(generator, bench, { server, pace, turn }));
    }
  }
  return { name: bench.name, target: bench.target, runs };
}

export async function measure(
  generator: LoadGenerator,
  bench: BenchCase,
  {
    server: { port, pid },
    pace: { warmUpMs, durationMs },
    turn = 0,
  }: { readonly server: RunningServer; readonly pace: Omit<Pace, 'pairs'>; readonly turn?: number },
): Promise<Measure> {
  const { login, drive, connections, inFlight } = bench;
  const load = { port, login, drive: drive(), connections, inFlight, turn };
  const job = { ...load, operationsLeast, warmUpMs, durationMs };
  let before = 0;
  const outcome = await generator.run(job, () => {
    before = cpuSeconds(pid);
  });
  const cpuMicros = ((cpuSeconds(pid) - before) * 1e6) / outcome.operations;
  return { ...outcome, opsPerSecond: outcome.operations / outcome.seconds, cpuMicros };
}
