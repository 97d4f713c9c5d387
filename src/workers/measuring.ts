import type { Measures } from '../observe/measures.js';
import type { ToPrimary } from './messages.js';
import type { WorkerProcess } from './worker-process.js';

/** A worker that is busy for longer is passed over, with what it last said. */
const waitMs = 2_000;

type Answer = Extract<ToPrimary, { kind: 'measures' }>;

/** Asks workers for their measures, and remembers what each last said. */
export class Measuring {
  readonly #last = new Map<WorkerProcess, Measures>();
  readonly #asked = new Map<number, () => void>();
  #lastId = 0;

  async of(workers: readonly WorkerProcess[]): Promise<Measures[]> {
    await Promise.all(workers.map((worker) => this.#ask(worker)));
    return workers.flatMap((worker) => this.#last.get(worker) ?? []);
  }

  heard(worker: WorkerProcess, { id, measures }: Answer): void {
    this.#last.set(worker, measures);
    this.#asked.get(id)?.();
  }

  /** What a worker that has ended last said. */
  forget(worker: WorkerProcess): Measures | undefined {
    const last = this.#last.get(worker);
    this.#last.delete(worker);
    return last;
  }

  #ask(worker: WorkerProcess): Promise<void> {
    this.#lastId += 1;
    const id = this.#lastId;
    return new Promise((resolve) => {
      const done = (): void => {
        clearTimeout(timer);
        this.#asked.delete(id);
        resolve();
      };
      const timer = setTimeout(done, waitMs);
      this.#asked.set(id, done);
      worker.tell({ kind: 'measure', id });
    });
  }
}
