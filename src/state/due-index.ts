import type { StateDatabase, StateReader, StateTransaction } from '../store/state-database.js';

/**
 * A time index beside the rows of a queue: key `<prefix>/<milliseconds, 15 digits>/<id>`, value
 * null. Byte order is time order, so what is due comes first and nothing is scanned.
 */
export interface DueIndex {
  readonly database: StateDatabase;
  readonly prefix: string;
}

/** A row of a time index: milliseconds since 1970 and the id of the row it points to. */
export interface Due {
  readonly at: number;
  readonly id: string;
}

const digits = 15;

const keyOf = ({ prefix }: DueIndex, { at, id }: Due): string =>
  `${prefix}/${String(Math.max(0, Math.floor(at))).padStart(digits, '0')}/${id}`;

export function addDue(transaction: StateTransaction, index: DueIndex, due: Due): void {
  transaction.put(index.database, keyOf(index, due), null);
}

export function removeDue(transaction: StateTransaction, index: DueIndex, due: Due): void {
  transaction.remove(index.database, keyOf(index, due));
}

/** Rows due at or before a time, oldest first. */
export function* dueUntil(state: StateReader, index: DueIndex, until: number): Iterable<Due> {
  for (const due of all(state, index)) {
    if (due.at > until) return;
    yield due;
  }
}

/** When the first row falls due; undefined when the index is empty. */
export function firstDueAt(state: StateReader, index: DueIndex): number | undefined {
  for (const due of all(state, index)) return due.at;
  return undefined;
}

function* all(state: StateReader, { database, prefix }: DueIndex): Iterable<Due> {
  const start = prefix.length + 1;
  for (const { key } of state.list(database, { prefix: `${prefix}/` })) {
    yield { at: Number(key.slice(start, start + digits)), id: key.slice(start + digits + 1) };
  }
}
