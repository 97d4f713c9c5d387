import assert from 'node:assert';
import { LdapError } from '../model/result.js';
import { type Counters, hasCounters } from './counters.js';
import { DirectoryReader } from './directory-reader.js';
import { HeldSnapshot } from './held-snapshot.js';
import type { Reader, Snapshot } from './reader.js';
import { latest } from './rows.js';
import type { SharedState } from './shared-state.js';
import type { StateReader } from './state-database.js';
import { StateRows } from './state-rows.js';
import type { Store, Synchronous } from './store.js';
import type { WriteTransaction } from './transaction.js';
import { type Met, OpenTransaction } from './write-transaction.js';

interface Outcome<T> {
  readonly result: T;
  readonly appended: number | undefined;
  readonly met: Met;
}

/** A reader of the latest state that tells as of which counters. */
class LatestReader extends DirectoryReader {
  declare readonly counters: Counters;
}

export class OpenStore implements Store {
  readonly state: StateReader;
  private readonly listeners = new Set<(lastSequence: number) => void>();
  private readonly snapshots = new Set<HeldSnapshot>();
  private toAnnounce = 0;
  private announced = 0;
  private closing: Promise<void> | undefined;
  /** The reader made last: good for as long as the counters stand as it read them. */
  private known: LatestReader | undefined;

  private readonly shared: SharedState;
  private readonly releaseLock: () => void;

  constructor(shared: SharedState, releaseLock: () => void) {
    this.shared = shared;
    this.releaseLock = releaseLock;
    this.state = new StateRows(shared.environment, latest);
  }

  /** Inside a write LMDB shows uncommitted rows to every read: let it be the write that reads. */
  get current(): Reader {
    const { writing, environment } = this.shared;
    if (writing !== undefined) return writing.reader;
    const known = this.known;
    if (known !== undefined && hasCounters(environment, latest, known.counters)) return known;
    return (this.known = new LatestReader(this.shared, latest));
  }

  snapshot(): Snapshot {
    const snapshot = new HeldSnapshot(this.shared, (released) => {
      this.snapshots.delete(released);
    });
    this.snapshots.add(snapshot);
    return snapshot;
  }

  /**
   * LMDB gathers the writes of a turn into one transaction, each in a child transaction of its
   * own, and resolves them once the whole is on disk.
   */
  async write<T>(operation: (transaction: WriteTransaction) => Synchronous<T>): Promise<T> {
    assert(this.shared.writing === undefined, 'a write does not start another one');
    if (this.closing !== undefined) throw new LdapError('unavailable', 'the store is closed');
    let refusal: { readonly error: unknown } | undefined;
    const run = (): Outcome<T> => {
      try {
        return this.run(operation);
      } catch (error) {
        refusal = { error };
        throw error;
      }
    };
    try {
      const outcome = await this.shared.environment.root.childTransaction(run);
      this.learn(outcome.met);
      if (outcome.appended !== undefined) this.announce(outcome.appended);
      return outcome.result;
    } catch (error) {
      muteCommitError(error);
      if (refusal !== undefined) throw refusal.error;
      throw new LdapError('unavailable', 'the change could not be written to disk');
    }
  }

  /** What a write met and all may now know; the store may have closed since its commit. */
  private learn({ hasAttributes, shapes }: Met): void {
    if (this.closing !== undefined) return;
    if (hasAttributes) this.shared.dictionary.learn(latest);
    for (const number of shapes) this.shared.shapes.at(number, latest);
  }

  private run<T>(operation: (transaction: WriteTransaction) => Synchronous<T>): Outcome<T> {
    try {
      const transaction = new OpenTransaction(this.shared);
      const result = operation(transaction);
      assert(!isPromise(result), 'a write is synchronous');
      transaction.finish();
      const { appended, met } = transaction;
      return { result, appended, met };
    } finally {
      this.shared.writing = undefined;
    }
  }

  onCommit(listener: (lastSequence: number) => void): () => void {
    this.listeners.add(listener);
    return () => {
      this.listeners.delete(listener);
    };
  }

  /** LMDB keeps one read transaction for all reads of a turn and a little longer. */
  catchUp(): void {
    this.shared.environment.root.resetReadTxn();
  }

  releaseDeadReaders(): number {
    return this.closing === undefined ? this.shared.environment.root.readerCheck() : 0;
  }

  /** The writes of one commit resolve together: one call tells of all. */
  private announce(sequence: number): void {
    if (this.toAnnounce <= this.announced) {
      queueMicrotask(() => {
        this.announced = this.toAnnounce;
        for (const listener of this.listeners) listener(this.announced);
      });
    }
    this.toAnnounce = Math.max(this.toAnnounce, sequence);
  }

  close(): Promise<void> {
    this.closing ??= this.shutDown();
    return this.closing;
  }

  private async shutDown(): Promise<void> {
    for (const snapshot of [...this.snapshots]) snapshot.release();
    await this.shared.environment.root.close();
    this.releaseLock();
  }
}

function isPromise(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'then' in value;
}

/** LMDB hangs the reason of a failed commit on the error as a promise that rejects unheard. */
function muteCommitError(error: unknown): void {
  if (!(error instanceof Error) || !('commitError' in error)) return;
  if (error.commitError instanceof Promise) error.commitError.catch(() => undefined);
}
