import { type Control, type Request } from '../model/request.js';
import { cancelOid } from '../protocol/extended/cancel.js';
import { type ServerLimits } from './limits.js';
import { type PendingOperation } from './operation.js';

/** A request that is carried out on a connection, and what it costs to keep. */
export interface SubmittedRequest {
  readonly request: Exclude<Request, { readonly kind: 'abandon' }>;
  readonly operation: PendingOperation;
  /** Of its message. */
  readonly bytes: number;
}

interface Starter {
  /** Whether one more operation may start. */
  readonly isFree: () => boolean;
  readonly start: (submitted: SubmittedRequest) => void;
}

/**
 * The operations outstanding on one connection: those that run and, in order, those that are held
 * until they may. A withdrawn one is not found any more, so that its id may serve again, and
 * counts as running until it has really ended.
 *
 * They are few (`operationsMax`) and mostly one: lists are looked through. A Map and a Set that
 * empty with each operation are made anew each time, which costs 4 % of a short search.
 */
export class OperationTable {
  readonly #limits: ServerLimits;
  readonly #starter: Starter;
  readonly #running: PendingOperation[] = [];
  #held: SubmittedRequest[] = [];
  #heldBytes = 0;
  #isResuming = false;
  #whenQuiet: (() => void)[] = [];

  /** The time of the last end of an operation. */
  endedAtMs = 0;

  constructor(limits: ServerLimits, starter: Starter) {
    this.#limits = limits;
    this.#starter = starter;
  }

  get running(): number {
    return this.#running.length;
  }

  get held(): number {
    return this.#held.length;
  }

  /** Whether one more request may be taken, if only to be held. */
  get hasRoom(): boolean {
    const { heldRequestsMax, heldBytesMax } = this.#limits;
    return this.#held.length < heldRequestsMax && this.#heldBytes < heldBytesMax;
  }

  /** The outstanding operation of a messageID. */
  get(id: number): PendingOperation | undefined {
    return (
      this.#running.find((each) => each.id === id && !each.withdrawn) ??
      this.#held.find(({ operation }) => operation.id === id)?.operation
    );
  }

  /**
   * Starts the operation or, while others have to end first, holds it; a Cancel waits for nobody.
   * False when the id is that of an outstanding operation (RFC 4511 §4.1.1.1).
   */
  submit(submitted: SubmittedRequest): boolean {
    const { operation } = submitted;
    if (this.get(operation.id)) return false;
    const isNext = this.#held.length === 0 && this.#starter.isFree();
    if (isNext || operation.oid === cancelOid) {
      this.#start(submitted);
    } else {
      this.#held.push(submitted);
      this.#heldBytes += submitted.bytes;
    }
    return true;
  }

  /** Starts what is held, as far as it may. */
  resume(): void {
    if (this.#isResuming) return;
    this.#isResuming = true;
    while (this.#held.length > 0 && this.#starter.isFree()) {
      const submitted = this.#held.shift();
      if (!submitted) break;
      this.#heldBytes -= submitted.bytes;
      this.#start(submitted);
    }
    this.#isResuming = false;
  }

  #start(submitted: SubmittedRequest): void {
    this.#running.push(submitted.operation);
    this.#starter.start(submitted);
  }

  /** Forgets what is held, as if it had not been read. */
  dropHeld(): void {
    const dropped = this.#held;
    this.#held = [];
    this.#heldBytes = 0;
    for (const { operation } of dropped) this.remove(operation);
  }

  /** The operation has ended, whatever became of it. */
  remove(operation: PendingOperation): void {
    this.#leave(operation);
    this.endedAtMs = performance.now();
    this.#tell();
  }

  /** An unknown id is nothing (RFC 4511 §4.11), nor is what must not be done (§4.1.11). */
  abandon(id: number, controls: readonly Control[]): void {
    const operation = this.get(id);
    if (operation && !controls.some(({ critical }) => critical)) this.withdraw(operation);
  }

  /** Nobody waits for this one any more, and what has not begun of it will not. */
  withdraw(operation: PendingOperation): void {
    operation.withdraw();
    const place = this.#held.findIndex((held) => held.operation === operation);
    if (place < 0) return;
    const [withdrawn] = this.#held.splice(place, 1);
    this.#heldBytes -= withdrawn?.bytes ?? 0;
  }

  stopAll(): void {
    for (const operation of [...this.#running]) operation.stop();
    this.dropHeld();
    this.#tell();
  }

  /**
   * Resolves when `operation`, one of several, is the only one running. Searches that are not
   * done by then are abandoned after the wait; an update that has begun is always let finish and
   * answered (RFC 4511 §4.2.1 allows both).
   */
  async alone(operation: PendingOperation, waitMs: number): Promise<void> {
    const timer = setTimeout(() => {
      for (const each of [...this.#running]) if (each.kind === 'search') this.withdraw(each);
    }, waitMs);
    this.#leave(operation);
    await this.#quiet();
    this.#running.push(operation);
    clearTimeout(timer);
  }

  /** Resolves when nothing is outstanding. */
  async idle(): Promise<void> {
    while (this.#running.length > 0 || this.#held.length > 0) await this.#quiet();
  }

  #leave(operation: PendingOperation): void {
    const place = this.#running.indexOf(operation);
    if (place >= 0) this.#running.splice(place, 1);
  }

  /** Resolves the next time that nothing runs. */
  #quiet(): Promise<void> {
    return new Promise((resolve) => {
      this.#whenQuiet.push(resolve);
    });
  }

  #tell(): void {
    if (this.#running.length > 0 || this.#whenQuiet.length === 0) return;
    const waiting = this.#whenQuiet;
    this.#whenQuiet = [];
    for (const resolve of waiting) resolve();
  }
}
