import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { loaders } from '../conformance/loaders.js';

/** Our server as a process of its own. */
export class ServerProcess {
  readonly port: number;
  readonly pid: number;
  readonly #child: ChildProcess;
  readonly #exit: Promise<unknown>;

  private constructor(child: ChildProcess, port: number) {
    this.#child = child;
    this.pid = child.pid ?? 0;
    this.port = port;
    this.#exit = once(child, 'exit');
  }

  static async start(): Promise<ServerProcess> {
    const program = [...loaders, 'test/conformance/serve-ours.ts'];
    const child = spawn(process.execPath, program, { stdio: ['pipe', 'pipe', 'inherit'] });
    const [line] = (await once(child.stdout, 'data')) as [Buffer];
    return new ServerProcess(child, Number(line.toString()));
  }

  get isAlive(): boolean {
    return this.#child.exitCode === null && this.#child.signalCode === null;
  }

  /** Ends it; the exit status is not 0 when an operation ended in a defect. */
  async close(): Promise<number | null> {
    this.#child.stdin?.end();
    await this.#exit;
    return this.#child.exitCode;
  }
}
