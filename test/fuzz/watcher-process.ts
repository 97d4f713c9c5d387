import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { loaders } from '../conformance/loaders.js';
import type { Watch, Watched } from './watcher.js';

/** The client that behaves, started beside the attackers. */
export class WatcherProcess {
  readonly #child;
  readonly #output: Promise<string>;
  readonly #exit: Promise<unknown>;

  constructor(watch: Watch) {
    const program = [...loaders, 'test/fuzz/watch-server.ts', JSON.stringify(watch)];
    this.#child = spawn(process.execPath, program, { stdio: ['pipe', 'pipe', 'inherit'] });
    this.#output = text(this.#child.stdout);
    this.#exit = once(this.#child, 'exit');
  }

  /** It has seen something wrong, or its server is gone. */
  get hasEnded(): boolean {
    return this.#child.exitCode !== null || this.#child.signalCode !== null;
  }

  async end(): Promise<Watched> {
    this.#child.stdin.end();
    await this.#exit;
    const output = await this.#output;
    return output === '' ? nothing : (JSON.parse(output) as Watched);
  }
}

const nothing: Watched = {
  asked: 0,
  busyMsMax: 0,
  waitMsMax: 0,
  anonymousMbMax: 0,
  wrong: 'the second client was lost',
};
