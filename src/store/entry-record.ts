import { octetsStandAt } from '../model/octets.js';
import type { ValueCount } from './value-rows.js';

/**
 * An entry on disk. Numbers are little-endian; the attributes are BER `PartialAttribute`s one
 * after the other, user attributes first with objectClass at their head, operational ones last.
 *
 *     0   u8   form of the record         12  n × end of each attribute, from the first one
 *     1   u8   large attributes, m            u16 × n  its number in the dictionary
 *     2   u16  number of attributes, n        RDN, UTF-8 (the suffix entry: its whole name)
 *     4   u32  parent id, 0 for the suffix    attributes
 *     8   u16  octets of the RDN              12 octets × m: number of a large attribute (u16),
 *     10  u16  number of user attributes          0 (u16), values (u32), their octets (u32)
 *
 * Ends are u32 in the form 1 and u16 in the form 2, which all but huge entries have: it spares a
 * usual entry some forty octets, and lets a page of LMDB hold four of them in place of three.
 * The values of large attributes are rows of their own (`value-rows.ts`).
 */
const wideForm = 1;
const narrowForm = 2;
const narrowMax = 0xffff;
const headerBytes = 12;

const endBytesOf = (record: Buffer): number => (record[0] === narrowForm ? 2 : 4);
const largeBytes = 12;
/** Large attributes that one record has room for. */
export const largeAttributesMax = 255;

/** An attribute ready to be stored. */
export interface StoredAttribute {
  readonly number: number;
  readonly operational: boolean;
  /** BER PartialAttribute. */
  readonly bytes: Buffer;
}

/** The attributes in the order of the record must be sorted already: `inRecordOrder`. */
export function encodeRecord(
  parentId: number,
  rdn: string,
  attributes: readonly StoredAttribute[],
  large: readonly ValueCount[] = [],
): Buffer {
  const count = attributes.length;
  const rdnBytes = Buffer.byteLength(rdn);
  let contentBytes = 0;
  for (const attribute of attributes) contentBytes += attribute.bytes.length;
  const isNarrow = contentBytes <= narrowMax;
  const endBytes = isNarrow ? 2 : 4;
  const numbers = headerBytes + count * endBytes;
  const start = numbers + count * 2 + rdnBytes;
  const record = Buffer.allocUnsafe(start + contentBytes + large.length * largeBytes);
  record[0] = isNarrow ? narrowForm : wideForm;
  record[1] = large.length;
  record.writeUInt16LE(count, 2);
  record.writeUInt32LE(parentId, 4);
  record.writeUInt16LE(rdnBytes, 8);
  record.write(rdn, numbers + count * 2, 'utf8');
  let userCount = 0;
  let end = 0;
  attributes.forEach((attribute, at) => {
    record.set(attribute.bytes, start + end);
    end += attribute.bytes.length;
    record.writeUIntLE(end, headerBytes + at * endBytes, endBytes);
    record.writeUInt16LE(attribute.number, numbers + at * 2);
    if (!attribute.operational) userCount += 1;
  });
  record.writeUInt16LE(userCount, 10);
  large.forEach(({ number, count: values, valueBytes }, at) => {
    const place = start + end + at * largeBytes;
    record.writeUInt32LE(number, place);
    record.writeUInt32LE(values, place + 4);
    record.writeUInt32LE(valueBytes, place + 8);
  });
  return record;
}

/** Whether values of the entry are rows of their own. */
export function hasLarge(record: Buffer): boolean {
  return record[1] !== 0;
}

/** What the record says of its large attributes. */
export function largeOf(record: Buffer): ValueCount[] {
  const counts: ValueCount[] = [];
  if (!hasLarge(record)) return counts;
  const start = attributesEnd(record);
  for (let at = 0; at < (record[1] ?? 0); at += 1) {
    const place = start + at * largeBytes;
    counts.push({
      number: record.readUInt16LE(place),
      count: record.readUInt32LE(place + 4),
      valueBytes: record.readUInt32LE(place + 8),
    });
  }
  return counts;
}

/** Where the attributes end, and where the record does. */
export function attributesEnd(record: Buffer): number {
  const count = attributeCountOf(record);
  return attributesStart(record) + (count === 0 ? 0 : attributeEndOf(record, count - 1));
}

export function recordEnd(record: Buffer): number {
  return attributesEnd(record) + (record[1] ?? 0) * largeBytes;
}

/** objectClass, then the other user attributes as given, then the operational ones. */
export function inRecordOrder<T extends StoredAttribute>(
  attributes: readonly T[],
  isObjectClass: (attribute: T) => boolean,
): T[] {
  const rank = (each: T): number => (each.operational ? 2 : isObjectClass(each) ? 0 : 1);
  return [...attributes].sort((a, b) => rank(a) - rank(b));
}

/** Throws on a record of a later form, so that no field is misread. */
export function checkRecordVersion(record: Buffer): void {
  const form = record[0];
  if (form !== narrowForm && form !== wideForm) {
    throw new Error(`an entry record of the form ${form ?? -1} is not known here`);
  }
}

export function parentOf(record: Buffer): number {
  return record.readUInt32LE(4);
}

export function attributeCountOf(record: Buffer): number {
  return record.readUInt16LE(2);
}

export function userAttributeCountOf(record: Buffer): number {
  return record.readUInt16LE(10);
}

export function attributeNumberOf(record: Buffer, at: number): number {
  return record.readUInt16LE(numbersStart(record) + at * 2);
}

/** Where an attribute ends, counted from `attributesStart`; it starts where the last one ends. */
export function attributeEndOf(record: Buffer, at: number): number {
  return record[0] === narrowForm
    ? record.readUInt16LE(headerBytes + at * 2)
    : record.readUInt32LE(headerBytes + at * 4);
}

function numbersStart(record: Buffer): number {
  return headerBytes + attributeCountOf(record) * endBytesOf(record);
}

/** The numbers of all attributes, as two octets each, in a view. */
export function attributeNumberOctets(record: Buffer): Buffer {
  return record.subarray(numbersStart(record), rdnStart(record));
}

/** Whether these are the numbers of all attributes. */
export function hasAttributeNumbers(record: Buffer, numbers: Buffer): boolean {
  return (
    attributeCountOf(record) * 2 === numbers.length &&
    octetsStandAt(record, numbersStart(record), numbers)
  );
}

/** The numbers of all attributes as a text of two characters each: the key of a shape. */
export function attributeNumbersOf(record: Buffer): string {
  return record.toString('latin1', numbersStart(record), rdnStart(record));
}

export function rdnStart(record: Buffer): number {
  return headerBytes + attributeCountOf(record) * (endBytesOf(record) + 2);
}

export function attributesStart(record: Buffer): number {
  return rdnStart(record) + record.readUInt16LE(8);
}

export function rdnOf(record: Buffer): string {
  return record.toString('utf8', rdnStart(record), attributesStart(record));
}
