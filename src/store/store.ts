import type { Reader, Snapshot } from './reader.js';
import type { StateReader } from './state-database.js';
import type { WriteTransaction } from './transaction.js';

/**
 * A callback that must finish without awaiting: while an asynchronous one was pending, LMDB
 * would run other callers' writes inside its transaction and lose them if it aborted.
 */
export type Synchronous<T> = T extends PromiseLike<unknown> ? never : T;

/** The directory on disk. */
export interface Store {
  /** The latest committed state. Use it and drop it within one turn of the event loop. */
  readonly current: Reader;
  readonly state: StateReader;
  /** A view that outlives the turn: release it in `finally`. */
  snapshot(): Snapshot;
  /**
   * Runs one write. Resolves once it is on disk; writes of the same turn share a commit.
   *
   * @throws whatever the callback threw, its changes undone and no others; LdapError
   * `unavailable` when the commit itself failed.
   */
  write<T>(operation: (transaction: WriteTransaction) => Synchronous<T>): Promise<T>;
  /** Calls back after each durable commit that appended to the journal. Returns the unsubscribe. */
  onCommit(listener: (lastSequence: number) => void): () => void;
  /** From here on reads see what other processes have committed by now. */
  catchUp(): void;
  /** Gives up what readers of dead processes still hold; answers how many there were. */
  releaseDeadReaders(): number;
  close(): Promise<void>;
}
