import { decodeValues, encodeValueSet } from '../protocol/partial-attribute.js';
import {
  encodeRecord,
  inRecordOrder,
  largeOf,
  type RecordContent,
  recordForm,
  type StoredAttribute,
} from './entry-record.js';
import { latest, pagedIds } from './rows.js';
import type { SharedState } from './shared-state.js';

/**
 * Records of stores before the format 4. The forms 1 and 2 held the numbers of their attributes
 * and where each ends, in four octets and in two; all attributes were whole.
 *
 *     0   u8   form                           12  n × end of each attribute, from the first one
 *     1   u8   large attributes, m            u16 × n  its number in the dictionary
 *     2   u16  number of attributes, n        RDN
 *     4   u32  parent id                      attributes
 *     8   u16  octets of the RDN              m large attributes, as today
 *     10  u16  number of user attributes
 */
const headerBytes = 12;

/** Inside a transaction: gives every record the form of today. */
export function renewRecords(shared: SharedState): void {
  const { entries } = shared.environment;
  for (const id of pagedIds(entries, 1, latest)) {
    const record = entries.getBinary(id);
    if (record === undefined || record[0] === recordForm) continue;
    entries.putSync(id, encodeRecord(contentOf(shared, record)));
  }
}

function contentOf(shared: SharedState, record: Buffer): RecordContent {
  const form = record[0];
  if (form !== 1 && form !== 2) throw new Error(`a record has the form ${form ?? -1}`);
  const endBytes = form === 1 ? 4 : 2;
  const count = record.readUInt16LE(2);
  const numbers = headerBytes + count * endBytes;
  const rdnStart = numbers + count * 2;
  const base = rdnStart + record.readUInt16LE(8);
  let start = base;
  const stored = Array.from({ length: count }, (_, at) => {
    const end = base + record.readUIntLE(headerBytes + at * endBytes, endBytes);
    const bytes = record.subarray(start, end);
    start = end;
    return renewed(shared, record.readUInt16LE(numbers + at * 2), bytes);
  });
  const attributes = inRecordOrder(stored, (each) => each === stored[0]);
  return {
    parentId: record.readUInt32LE(4),
    rdn: record.toString('utf8', rdnStart, base),
    shape: shared.shapes.number(attributes, latest),
    attributes,
    // These stand as they do today.
    large: largeOf(record),
  };
}

function renewed({ dictionary }: SharedState, number: number, bytes: Buffer): StoredAttribute {
  const { operational, isShort } = dictionary.at(number, latest);
  return { number, operational, bytes: isShort ? encodeValueSet(decodeValues(bytes)) : bytes };
}
