import type { Transaction } from 'lmdb';

/** Which state of the database a read sees: the latest, or that of a read transaction. */
export interface View {
  readonly transaction?: Transaction;
}

/** The latest committed state or, inside a write, the state with its changes. */
export const latest: View = {};

export interface RowRange<Key> extends View {
  readonly start: Key;
  /** Excluded. */
  readonly end?: Key;
  readonly exclusiveStart?: boolean;
  readonly reverse?: boolean;
  readonly limit?: number;
  /** Rows to pass over, which costs less than reading them. */
  readonly offset?: number;
}

/**
 * What the store uses of an LMDB database. Everything here is synchronous: `putSync` and
 * `removeSync` are called inside a transaction only.
 */
export interface Rows<Key extends Buffer | number> {
  /** The value in a buffer that the next read of any database overwrites. */
  getBinaryFast(key: Key, view?: View): Buffer | undefined;
  getBinary(key: Key, view?: View): Buffer | undefined;
  doesExist(key: Key, ...value: [] | [undefined, View]): boolean;
  getRange(range: RowRange<Key>): Iterable<{ readonly key: Key; readonly value: Buffer }>;
  getKeys(range: RowRange<Key>): Iterable<Key>;
  /** False when `append` is asked for and the key is not beyond the last one. */
  putSync(key: Key, value: Buffer, options?: { readonly append?: boolean }): boolean;
  removeSync(key: Key): boolean;
}

/** A database that an older store does not have yet: nothing is in it. */
export function noRows(): Rows<Buffer> {
  const refuse = (): never => {
    throw new Error('the store was opened to be read');
  };
  return {
    getBinaryFast: () => undefined,
    getBinary: () => undefined,
    doesExist: () => false,
    getRange: () => [],
    getKeys: () => [],
    putSync: refuse,
    removeSync: refuse,
  };
}

/** The first key after all those that start with the prefix. */
export function prefixEnd(prefix: Buffer): Buffer {
  let length = prefix.length;
  while (length > 0 && prefix[length - 1] === 0xff) length -= 1;
  const end = Buffer.from(prefix.subarray(0, length));
  if (length > 0) end[length - 1] = (end[length - 1] ?? 0) + 1;
  return end;
}

/**
 * The rows of a range, read a page at a time: no cursor stays open while the caller does
 * something else, so it may write, await or walk away.
 */
export function* pagedRows(
  rows: Rows<Buffer>,
  range: RowRange<Buffer>,
  pageRows = 256,
): Generator<{ readonly key: Buffer; readonly value: Buffer }> {
  let from: RowRange<Buffer> = range;
  for (;;) {
    const page = [...rows.getRange({ ...from, limit: pageRows })];
    yield* page;
    const last = page.at(-1);
    if (last === undefined || page.length < pageRows) return;
    from = { ...range, start: last.key, exclusiveStart: true, offset: 0 };
  }
}

/** The keys of a range of numbered rows, read a page at a time. */
export function* pagedIds(rows: Rows<number>, from: number, view: View): Generator<number> {
  const pageRows = 1024;
  let start = from;
  for (;;) {
    const page = [...rows.getKeys({ ...view, start, limit: pageRows })];
    yield* page;
    const last = page.at(-1);
    if (last === undefined || page.length < pageRows || last === 0xffffffff) return;
    start = last + 1;
  }
}
