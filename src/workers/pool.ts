import type { Socket } from 'node:net';
import { leftBehind, type Measures } from '../observe/measures.js';
import type { Writes } from '../operations/writes.js';
import type { Admission } from '../server/admission.js';
import { IdentityShares } from './identity-shares.js';
import { Measuring } from './measuring.js';
import type { SharedListener, ToPrimary, ToWorker } from './messages.js';
import { type Connection, WorkerProcess } from './worker-process.js';

export interface PoolOptions {
  readonly count: number;
  /** The module that a worker runs. */
  readonly program: string;
  /** What a worker that starts is told. */
  readonly start: () => unknown;
  readonly writes: Writes;
  readonly admission: Admission;
  /** Told after a worker has ended by itself. */
  readonly lost: () => void;
  readonly observe: (event: PoolEvent, facts: Readonly<Record<string, unknown>>) => void;
}

export type PoolEvent = 'worker-started' | 'worker-ended';

/** Between the last answer of a worker that closes and its end. */
const farewellMs = 10_000;
/** A worker that cannot even start is started again less and less often. */
const retryMs = { first: 250, most: 30_000 } as const;

/**
 * The workers:
 *
 *     starting ── ready ──▶ serving ── close ──▶ closed
 *        ▲                     │
 *        └───── it ended ──────┘   its connections with it, no others
 */
export class WorkerPool {
  readonly #options: PoolOptions;
  readonly #workers = new Set<WorkerProcess>();
  readonly #shares = new IdentityShares<WorkerProcess>((worker, counts) => {
    worker.tell({ kind: 'identities', counts });
  });
  readonly #measuring = new Measuring();
  /** Connections that came while no worker served. */
  readonly #waiting: Connection[] = [];
  #left: Measures | undefined;
  #lastId = 0;
  #failedStarts = 0;
  #isClosing = false;

  constructor(options: PoolOptions) {
    this.#options = options;
  }

  /** Starts all workers; resolves once each serves. @throws Error when one cannot start */
  async open(): Promise<void> {
    const { count } = this.#options;
    try {
      await Promise.all(Array.from({ length: count }, () => this.#start()));
    } catch (error) {
      this.#isClosing = true;
      for (const worker of this.#workers) worker.kill();
      throw error;
    }
  }

  get serving(): number {
    return [...this.#workers].filter(({ isReady }) => isReady).length;
  }

  /** Takes an accepted connection, if it may stay. */
  accept(socket: Socket, listener: SharedListener): void {
    const address = this.#options.admission.admit(socket, listener);
    if (address === undefined) return;
    this.#lastId += 1;
    this.#place({ id: this.#lastId, address, listener, socket });
  }

  tell(message: ToWorker): void {
    for (const worker of this.#workers) worker.tell(message);
  }

  /** The measures of all workers, those that have ended included. */
  async measures(): Promise<Measures[]> {
    const measures = await this.#measuring.of([...this.#workers].filter((each) => each.isReady));
    return this.#left ? [...measures, this.#left] : measures;
  }

  /** Lets workers finish what is under way within the grace; resolves when all have ended. */
  async close(graceMs: number): Promise<void> {
    this.#isClosing = true;
    for (const connection of this.#waiting.splice(0)) this.#drop(connection);
    const ended = [...this.#workers].map((worker) => worker.end);
    this.tell({ kind: 'close', graceMs });
    const timer = setTimeout(() => {
      for (const worker of this.#workers) worker.kill();
    }, graceMs + farewellMs);
    await Promise.all(ended);
    clearTimeout(timer);
  }

  /** Resolves when the worker serves. */
  #start(): Promise<void> {
    return new Promise((resolve, reject) => {
      let failure = '';
      const { program, writes, start, observe } = this.#options;
      const worker: WorkerProcess = new WorkerProcess(program, writes, {
        told: (message) => {
          if (message.kind === 'failed') failure = message.reason;
          if (message.kind === 'ready') {
            this.#failedStarts = 0;
            this.#join(worker);
            resolve();
          } else {
            this.#hear(worker, message);
          }
        },
        ended: (reason) => {
          if (!this.#isClosing) {
            observe('worker-ended', { worker: worker.pid, reason: failure || reason });
          }
          reject(new Error(`a worker could not start: ${failure || reason}`));
          this.#lose(worker);
        },
      });
      this.#workers.add(worker);
      worker.tell({ kind: 'start', start: start() });
    });
  }

  #join(worker: WorkerProcess): void {
    worker.isReady = true;
    this.#shares.join(worker);
    this.#options.observe('worker-started', { worker: worker.pid });
    for (const connection of this.#waiting.splice(0)) this.#place(connection);
  }

  #hear(worker: WorkerProcess, message: ToPrimary): void {
    if (message.kind === 'closed') {
      for (const id of message.ids) this.#release(worker.connections.get(id), worker);
    } else if (message.kind === 'identities') {
      this.#shares.report(worker, message.counts);
    } else if (message.kind === 'measures') {
      this.#measuring.heard(worker, message);
    }
  }

  #release(connection: Connection | undefined, worker: WorkerProcess): void {
    if (!connection) return;
    worker.connections.delete(connection.id);
    this.#options.admission.release(connection.address);
  }

  /** The worker with the fewest connections takes it; of several, who has waited longest. */
  #place(connection: Connection): void {
    let freest: WorkerProcess | undefined;
    for (const worker of this.#workers) {
      const isFreer = !freest || worker.connections.size < freest.connections.size;
      if (worker.isReady && isFreer) freest = worker;
    }
    if (!freest) {
      this.#waiting.push(connection);
      return;
    }
    this.#workers.delete(freest);
    this.#workers.add(freest);
    freest.hand(connection);
  }

  #lose(worker: WorkerProcess): void {
    this.#workers.delete(worker);
    this.#shares.leave(worker);
    void this.#keepMeasures(this.#measuring.forget(worker));
    for (const connection of worker.connections.values()) {
      if (connection.socket && !this.#isClosing) this.#place(connection);
      else this.#drop(connection);
    }
    if (this.#isClosing) return;
    this.#options.lost();
    this.#replace();
  }

  #drop({ socket, address }: Connection): void {
    socket?.destroy();
    this.#options.admission.release(address);
  }

  async #keepMeasures(last: Measures | undefined): Promise<void> {
    if (!last) return;
    const earlier = this.#left ? [this.#left] : [];
    this.#left = await leftBehind([...earlier, last]);
  }

  /** At once, unless workers do not come as far as to serve. */
  #replace(): void {
    const again = (): void => {
      if (this.#isClosing) return;
      this.#start().catch(() => undefined);
    };
    const { first, most } = retryMs;
    const delayMs = this.#failedStarts === 0 ? 0 : Math.min(most, first * 2 ** this.#failedStarts);
    this.#failedStarts += 1;
    setTimeout(again, delayMs);
  }
}
