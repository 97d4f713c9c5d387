import type { StateReader, StateTransaction } from '../store/state-database.js';
import type { Synchronous } from '../store/store.js';

export type { Json } from '../store/state-database.js';

/** What rooms above see of the store when they keep state: no entries, only records. */
export interface DurableState {
  /** The latest committed records; use within one turn of the event loop. */
  readonly state: StateView;
  /** Runs one write; resolves once it is on disk, rejects with whatever the callback threw. */
  write<T>(operation: (transaction: StateWrite) => Synchronous<T>): Promise<T>;
}

/** Reads of state, under a name that rooms which must not import the store can use. */
export type StateView = StateReader;

export interface StateWrite {
  readonly state: StateTransaction;
}
