import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { type BenchCase } from './cases.js';
import { type LoadJob, type LoadOutcome, type LoadReport } from './load-job.js';
import { cpuSeconds, type MeasuredServer } from './server.js';

/** One run of one case on one server. */
export interface Measure {
  readonly opsPerSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** Processor time of the server for one operation, in microseconds. */
  readonly cpuMicros: number;
  readonly failures: number;
  readonly generatorShare: number;
}

/** The runs of one case, in pairs: ours then slapd, again and again. */
export interface Comparison {
  readonly name: string;
  readonly ours: readonly Measure[];
  readonly slapd: readonly Measure[];
}

export interface Pace {
  readonly pairs: number;
  readonly connections: number;
  readonly warmUpMs: number;
  readonly durationMs: number;
}

const program = fileURLToPath(new URL('load-generator.ts', import.meta.url));

/** The load generator, in a process of its own so that it takes no time from a server. */
export class LoadGenerator {
  readonly #child: ChildProcess;

  constructor() {
    this.#child = fork(program, {
      execArgv: ['--import', 'tsx'],
      serialization: 'advanced',
    });
  }

  async compare(
    bench: BenchCase,
    servers: { readonly ours: MeasuredServer; readonly slapd: MeasuredServer | undefined },
    pace: Pace,
  ): Promise<Comparison> {
    const ours: Measure[] = [];
    const slapd: Measure[] = [];
    for (let pair = 0; pair < pace.pairs; pair += 1) {
      ours.push(await this.measure(bench, servers.ours, pace));
      if (servers.slapd) slapd.push(await this.measure(bench, servers.slapd, pace));
    }
    return { name: bench.name, ours, slapd };
  }

  async measure(bench: BenchCase, server: MeasuredServer, pace: Pace): Promise<Measure> {
    const { login, requests, inFlight } = bench;
    const { connections, warmUpMs, durationMs } = pace;
    const { port, pid } = server;
    const job: LoadJob = { port, login, requests, connections, inFlight, warmUpMs, durationMs };
    let before = 0;
    const outcome = await this.#run(job, () => {
      before = cpuSeconds(pid);
    });
    const { operations, seconds, failures, p50Ms, p99Ms, generatorShare } = outcome;
    return {
      opsPerSecond: operations / seconds,
      cpuMicros: ((cpuSeconds(pid) - before) * 1e6) / operations,
      p50Ms,
      p99Ms,
      failures,
      generatorShare,
    };
  }

  close(): void {
    this.#child.disconnect();
  }

  #run(job: LoadJob, onMeasuring: () => void): Promise<LoadOutcome> {
    return new Promise((resolve, reject) => {
      const listen = (report: LoadReport): void => {
        if (report.kind === 'measuring') {
          onMeasuring();
          return;
        }
        this.#child.off('message', listen);
        if (report.kind === 'measured') resolve(report.outcome);
        else reject(new Error(report.why));
      };
      this.#child.on('message', listen);
      this.#child.send(job);
    });
  }
}
