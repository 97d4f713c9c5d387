import type { LargeValues } from '../model/large-values.js';
import { boundedKey } from './indexes/index-key.js';
import { pagedRows, prefixEnd, type Rows, type View } from './rows.js';

/**
 * Rows of large attributes: a value for each.
 *
 *     entry id (4 octets, big-endian), attribute number (2), equality key (`boundedKey`) → octets
 *
 * So the values of an attribute are one run of rows in the order of their keys, a value is found
 * by one get, and a change of one value writes one row. How many there are stands in the record.
 */
const headBytes = 6;

/** How many values an attribute has, and what they take on the wire. */
export interface ValueCount {
  /** Of the attribute in the dictionary. */
  readonly number: number;
  readonly count: number;
  /** Octets of all values as BER OCTET STRINGs. */
  readonly valueBytes: number;
}

/** The key of a value's row; the equality key is bounded already. */
export function valueRowKey(id: number, number: number, bounded: Buffer): Buffer {
  const row = Buffer.allocUnsafe(headBytes + bounded.length);
  row.writeUInt32BE(id, 0);
  row.writeUInt16BE(number, 4);
  row.set(bounded, headBytes);
  return row;
}

/** What the keys of all values of an attribute start with. */
export function valuesStart(id: number, number: number): Buffer {
  const start = Buffer.allocUnsafe(headBytes);
  start.writeUInt32BE(id, 0);
  start.writeUInt16BE(number, 4);
  return start;
}

/** A row's key taken apart; the equality key bounded. */
export function parseValueRowKey(row: Buffer): {
  readonly id: number;
  readonly number: number;
  readonly key: Buffer;
} {
  return {
    id: row.readUInt32BE(0),
    number: row.readUInt16BE(4),
    key: row.subarray(headBytes),
  };
}

/** The values of one attribute of one entry, as their rows have them in a view. */
export class StoredLargeValues implements LargeValues {
  readonly id: number;
  readonly number: number;
  readonly count: number;
  readonly valueBytes: number;
  readonly #rows: Rows<Buffer>;
  readonly #view: View;

  constructor(rows: Rows<Buffer>, view: View, at: ValueCount & { readonly id: number }) {
    this.#rows = rows;
    this.#view = view;
    this.id = at.id;
    this.number = at.number;
    this.count = at.count;
    this.valueBytes = at.valueBytes;
  }

  get(key: Buffer): Buffer | undefined {
    const row = valueRowKey(this.id, this.number, boundedKey(key));
    return this.#rows.getBinary(row, this.#view);
  }

  *read(skip = 0): Generator<Buffer> {
    for (const { value } of this.rows(skip)) yield value;
  }

  /** Values with their bounded equality keys. */
  *keyed(): Generator<{ readonly key: Buffer; readonly value: Buffer }> {
    for (const { key, value } of this.rows()) yield { key: key.subarray(headBytes), value };
  }

  /** The rows, a page at a time, so that the reader may do something else in between. */
  private rows(skip = 0): Iterable<{ readonly key: Buffer; readonly value: Buffer }> {
    const start = valuesStart(this.id, this.number);
    const range = { ...this.#view, start, end: prefixEnd(start) };
    return pagedRows(this.#rows, skip > 0 ? { ...range, offset: skip } : range);
  }
}
