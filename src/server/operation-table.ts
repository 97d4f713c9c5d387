import { type PendingOperation } from './operation.js';

/**
 * The operations under way on one connection, by messageID. An abandoned one leaves the ids at
 * once, so that its id may serve again, and counts as running until it has really ended.
 */
export class OperationTable {
  readonly #byId = new Map<number, PendingOperation>();
  readonly #running = new Set<PendingOperation>();
  #whenIdle: (() => void)[] = [];

  get running(): number {
    return this.#running.size;
  }

  get(id: number): PendingOperation | undefined {
    return this.#byId.get(id);
  }

  /** False when the id is that of an operation under way (RFC 4511 §4.1.1.1). */
  add(operation: PendingOperation): boolean {
    if (this.#byId.has(operation.id)) return false;
    this.#byId.set(operation.id, operation);
    this.#running.add(operation);
    return true;
  }

  /** The operation has ended, whatever became of it. */
  remove(operation: PendingOperation): void {
    if (this.#byId.get(operation.id) === operation) this.#byId.delete(operation.id);
    this.#running.delete(operation);
    if (this.#running.size > 0) return;
    const waiting = this.#whenIdle;
    this.#whenIdle = [];
    for (const resolve of waiting) resolve();
  }

  /** Nobody waits for this one any more; an unknown id is nothing (RFC 4511 §4.11). */
  abandon(id: number): void {
    const operation = this.#byId.get(id);
    if (!operation) return;
    this.#byId.delete(id);
    operation.stop();
  }

  abandonAll(): void {
    for (const operation of [...this.#running]) operation.stop();
    this.#byId.clear();
  }

  /**
   * Resolves when `operation` is the only one running. Searches that are not done by then are
   * abandoned after the wait; an update that has begun is always let finish and answered
   * (RFC 4511 §4.2.1 allows both).
   */
  async alone(operation: PendingOperation, waitMs: number): Promise<void> {
    if (this.#running.size === 1) return;
    const timer = setTimeout(() => {
      for (const { id, kind } of [...this.#running]) if (kind === 'search') this.abandon(id);
    }, waitMs);
    this.#running.delete(operation);
    await this.idle();
    this.#running.add(operation);
    clearTimeout(timer);
  }

  /** Resolves when nothing is running. */
  idle(): Promise<void> {
    if (this.#running.size === 0) return Promise.resolve();
    return new Promise((resolve) => {
      this.#whenIdle.push(resolve);
    });
  }
}
