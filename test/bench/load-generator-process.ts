import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { type LoadJob, type LoadOutcome, type LoadReport } from './load-job.js';

const program = fileURLToPath(new URL('load-generator.ts', import.meta.url));

/** The load generator, in a process of its own so that it takes no time from a server. */
export class LoadGenerator {
  readonly #child: ChildProcess;

  constructor() {
    this.#child = fork(program, { execArgv: ['--import', 'tsx'], serialization: 'advanced' });
  }

  /** @throws Error when the server does not take the load */
  run(job: LoadJob, onMeasuring: () => void = () => undefined): Promise<LoadOutcome> {
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

  close(): void {
    this.#child.disconnect();
  }
}
