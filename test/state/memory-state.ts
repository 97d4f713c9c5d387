import type { DurableState } from '../../src/state/durable-state.js';
import type {
  Json,
  StateDatabase,
  StateReader,
  StateTransaction,
} from '../../src/store/state-database.js';

/** State in memory with the store's manners: JSON copies, byte order, a throw undoes its write. */
export interface MemoryState extends DurableState {
  readonly state: StateTransaction;
  /** Makes the next write fail after it ran, as a full disk would. */
  failNextCommit(): void;
}

export function memoryState(): MemoryState {
  let rows = new Map<string, string>();
  let failing = false;
  const keyOf = (database: StateDatabase, key: string): string => `${database}\0${key}`;
  const reader: StateReader = {
    get: (database, key) => {
      const text = rows.get(keyOf(database, key));
      return text === undefined ? undefined : (JSON.parse(text) as Json);
    },
    list: (database, { prefix = '', after = '', limit = Infinity } = {}) =>
      [...rows.keys()]
        .filter((key) => key.startsWith(keyOf(database, prefix)))
        .map((key) => key.slice(database.length + 1))
        .filter((key) => key > after)
        .toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)))
        .slice(0, limit)
        .map((key) => ({ key, value: JSON.parse(rows.get(keyOf(database, key))!) as Json })),
  };
  const state: StateTransaction = {
    ...reader,
    put: (database, key, value) => {
      if (Buffer.byteLength(key) > 500) throw new Error('key too long');
      rows.set(keyOf(database, key), JSON.stringify(value));
    },
    remove: (database, key) => void rows.delete(keyOf(database, key)),
  };
  return {
    state,
    failNextCommit: () => {
      failing = true;
    },
    write: (operation) => {
      const before = new Map(rows);
      try {
        const value = operation({ state });
        if (failing) {
          failing = false;
          throw new Error('the disk is full');
        }
        return Promise.resolve(value as never);
      } catch (error) {
        rows = before;
        return Promise.reject(error instanceof Error ? error : new Error(String(error)));
      }
    },
  };
}
