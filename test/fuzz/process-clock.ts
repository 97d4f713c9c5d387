import { readFileSync } from 'node:fs';

/** What the system knows of a process of ours. */
export class ProcessClock {
  readonly #pid: number;

  constructor(pid: number) {
    this.#pid = pid;
  }

  /** Milliseconds that the event loop's thread has been on a processor. */
  get loopMs(): number {
    const [nanoseconds] = this.#read(`task/${this.#pid}/schedstat`).split(' ');
    return Number(nanoseconds) / 1e6;
  }

  /** Memory that is the process's alone, in MB: the store's pages are the system's. */
  get anonymousMb(): number {
    return Number(/^RssAnon:\s+(\d+) kB$/m.exec(this.#read('status'))?.[1]) / 1024;
  }

  #read(file: string): string {
    return readFileSync(`/proc/${this.#pid}/${file}`, 'latin1');
  }
}
