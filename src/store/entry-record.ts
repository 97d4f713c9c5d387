import { Tag } from '../protocol/tags.js';
import type { ValueCount } from './value-rows.js';

/**
 * An entry on disk. Numbers are little-endian.
 *
 *     0   u8   form of the record             8   u32  octets of the user attributes
 *     1   u8   large attributes, m            12  u32  its shape (`shape-dictionary.ts`)
 *     2   u16  octets of the RDN              16  RDN, UTF-8 (the suffix entry: its whole name)
 *     4   u32  parent id, 0 for the suffix        attributes, one after the other
 *
 *     12 octets × m: number of a large attribute (u16), 0 (u16), values (u32), their octets (u32)
 *
 * User attributes are BER `PartialAttribute`s, objectClass at their head, as an answer has them.
 * Operational attributes come after them; short ones (`isShort`) are the SET of their values, whose
 * description the shape has: with that, a page of LMDB holds five usual entries in place of four.
 * Where an attribute ends its BER says. The values of large ones are rows of their own
 * (`value-rows.ts`).
 */
export const recordForm = 3;
/** Where the RDN starts. */
export const rdnStart = 16;
const largeBytes = 12;
/** Large attributes that one record has room for. */
export const largeAttributesMax = 255;

/** An attribute ready to be stored. */
export interface StoredAttribute {
  readonly number: number;
  readonly operational: boolean;
  /** BER PartialAttribute or, of a short one, the SET of its values. */
  readonly bytes: Buffer;
}

/** What a record is made of. */
export interface RecordContent {
  readonly parentId: number;
  readonly rdn: string;
  /** Number of the shape that has just these attributes. */
  readonly shape: number;
  /** Sorted already: `inRecordOrder`. */
  readonly attributes: readonly StoredAttribute[];
  readonly large: readonly ValueCount[];
}

export function encodeRecord({ parentId, rdn, shape, attributes, large }: RecordContent): Buffer {
  const rdnBytes = Buffer.byteLength(rdn);
  const start = rdnStart + rdnBytes;
  let end = start;
  for (const { bytes } of attributes) end += bytes.length;
  const record = Buffer.allocUnsafe(end + large.length * largeBytes);
  record[0] = recordForm;
  record[1] = large.length;
  record.writeUInt16LE(rdnBytes, 2);
  record.writeUInt32LE(parentId, 4);
  record.writeUInt32LE(shape, 12);
  record.write(rdn, rdnStart, 'utf8');
  let at = start;
  let userEnd = start;
  for (const { bytes, operational } of attributes) {
    record.set(bytes, at);
    at += bytes.length;
    if (!operational) userEnd = at;
  }
  record.writeUInt32LE(userEnd - start, 8);
  for (const { number, count, valueBytes } of large) {
    record.writeUInt32LE(number, at);
    record.writeUInt32LE(count, at + 4);
    record.writeUInt32LE(valueBytes, at + 8);
    at += largeBytes;
  }
  return record;
}

/** objectClass, the other user attributes as given, operational ones, short ones last. */
export function inRecordOrder<T extends StoredAttribute>(
  attributes: readonly T[],
  isObjectClass: (attribute: T) => boolean,
): T[] {
  const rank = (each: T): number => {
    if (each.operational) return each.bytes[0] === Tag.set ? 3 : 2;
    return isObjectClass(each) ? 0 : 1;
  };
  return [...attributes].sort((a, b) => rank(a) - rank(b));
}

/** Throws on a record of another form, so that no field is misread. */
export function checkRecordForm(record: Buffer): void {
  const form = record[0];
  if (form !== recordForm) {
    throw new Error(`an entry record of the form ${form ?? -1} is not known here`);
  }
}

/** Whether values of the entry are rows of their own. */
export function hasLarge(record: Buffer): boolean {
  return record[1] !== 0;
}

/** What the record says of its large attributes. */
export function largeOf(record: Buffer): ValueCount[] {
  const counts: ValueCount[] = [];
  if (!hasLarge(record)) return counts;
  for (let at = attributesEnd(record); at < record.length; at += largeBytes) {
    counts.push({
      number: record.readUInt16LE(at),
      count: record.readUInt32LE(at + 4),
      valueBytes: record.readUInt32LE(at + 8),
    });
  }
  return counts;
}

export function parentOf(record: Buffer): number {
  return record.readUInt32LE(4);
}

/** Number of the shape, which says what attributes stand in the record. */
export function shapeOf(record: Buffer): number {
  return record.readUInt32LE(12);
}

/** Where the user attributes start, and the RDN ends. */
export function attributesStart(record: Buffer): number {
  return rdnStart + record.readUInt16LE(2);
}

export function operationalStart(record: Buffer): number {
  return attributesStart(record) + record.readUInt32LE(8);
}

export function attributesEnd(record: Buffer): number {
  return record.length - (record[1] ?? 0) * largeBytes;
}

export function rdnOf(record: Buffer): string {
  return record.toString('utf8', rdnStart, attributesStart(record));
}
