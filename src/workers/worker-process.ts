import { type ChildProcess, fork } from 'node:child_process';
import { Socket } from 'node:net';
import type { Writes } from '../operations/writes.js';
import type { SharedListener, ToPrimary, ToWorker } from './messages.js';
import { answerWrites } from './write-stream.js';

/** An accepted connection on its way to a worker, or there. */
export interface Connection {
  readonly id: number;
  readonly address: string;
  readonly listener: SharedListener;
  /** Until it has left for its worker. */
  socket: Socket | undefined;
}

/** The place of the stream of writes among a worker's descriptors; 3 is Node's own channel. */
export const writesDescriptor = 4;

interface WorkerEvents {
  readonly told: (message: ToPrimary) => void;
  /** Once, with why: a status or a signal. */
  readonly ended: (reason: string) => void;
}

/** A worker as the primary sees it. */
export class WorkerProcess {
  readonly connections = new Map<number, Connection>();
  isReady = false;
  /** Resolves when the process has ended. */
  readonly end: Promise<void>;
  readonly #child: ChildProcess;

  constructor(program: string, writes: Writes, events: WorkerEvents) {
    this.#child = fork(program, [], {
      serialization: 'advanced',
      stdio: ['ignore', 'inherit', 'inherit', 'ipc', 'pipe'],
    });
    const stream = this.#child.stdio[writesDescriptor];
    if (stream instanceof Socket) answerWrites(stream, writes);
    this.#child.on('message', (message) => {
      events.told(message as ToPrimary);
    });
    this.end = this.#ended().then((reason) => {
      this.isReady = false;
      events.ended(reason);
    });
  }

  /** A process that could not be made has no exit. */
  #ended(): Promise<string> {
    return new Promise((resolve) => {
      this.#child.once('exit', (status, signal) => {
        resolve(signal ?? `status ${String(status)}`);
      });
      this.#child.on('error', (error) => {
        if (this.#child.pid === undefined) resolve(error.message);
      });
    });
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  tell(message: ToWorker): void {
    if (this.#child.connected) this.#child.send(message, () => undefined);
  }

  /**
   * Hands a connection on; once it has left, nothing of it stays here but its name. What has not
   * left when the worker ends is whole and can go to another. (Node would keep its own copy open
   * until the worker says that it has come, which one that was killed never says.)
   */
  hand(connection: Connection): void {
    const { id, listener, socket } = connection;
    this.connections.set(id, connection);
    const message: ToWorker = { kind: 'connection', id, listener };
    this.#child.send(message, socket, { keepOpen: true }, (error) => {
      if (error) return;
      connection.socket = undefined;
      socket?.destroy();
    });
  }

  kill(): void {
    this.#child.kill('SIGKILL');
  }
}
