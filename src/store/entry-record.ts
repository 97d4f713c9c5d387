/**
 * An entry on disk. Numbers are little-endian; the attributes are BER `PartialAttribute`s one
 * after the other, user attributes first with objectClass at their head, operational ones last.
 *
 *     0   u8   version of the record      12  u32 × n  end of each attribute, from the first one
 *     1   u8   0                              u16 × n  its number in the dictionary
 *     2   u16  number of attributes, n        RDN, UTF-8 (the suffix entry: its whole name)
 *     4   u32  parent id, 0 for the suffix    attributes
 *     8   u16  octets of the RDN
 *     10  u16  number of user attributes
 */
const recordVersion = 1;
const headerBytes = 12;

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
): Buffer {
  const count = attributes.length;
  const rdnBytes = Buffer.byteLength(rdn);
  const start = headerBytes + count * 6 + rdnBytes;
  let length = start;
  for (const attribute of attributes) length += attribute.bytes.length;
  const record = Buffer.allocUnsafe(length);
  record[0] = recordVersion;
  record[1] = 0;
  record.writeUInt16LE(count, 2);
  record.writeUInt32LE(parentId, 4);
  record.writeUInt16LE(rdnBytes, 8);
  record.write(rdn, headerBytes + count * 6, 'utf8');
  let userCount = 0;
  let end = 0;
  attributes.forEach((attribute, at) => {
    record.set(attribute.bytes, start + end);
    end += attribute.bytes.length;
    record.writeUInt32LE(end, headerBytes + at * 4);
    record.writeUInt16LE(attribute.number, headerBytes + count * 4 + at * 2);
    if (!attribute.operational) userCount += 1;
  });
  record.writeUInt16LE(userCount, 10);
  return record;
}

/** objectClass, then the other user attributes as given, then the operational ones. */
export function inRecordOrder<T extends StoredAttribute>(
  attributes: readonly T[],
  isObjectClass: (attribute: T) => boolean,
): T[] {
  const rank = (each: T): number => (each.operational ? 2 : isObjectClass(each) ? 0 : 1);
  return [...attributes].sort((a, b) => rank(a) - rank(b));
}

/** Throws on a record of a later version, so that no field is misread. */
export function checkRecordVersion(record: Buffer): void {
  if (record[0] !== recordVersion) {
    throw new Error(`an entry record of version ${record[0] ?? -1} is not known here`);
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
  return record.readUInt16LE(headerBytes + attributeCountOf(record) * 4 + at * 2);
}

/** Where an attribute ends, counted from `attributesStart`; it starts where the last one ends. */
export function attributeEndOf(record: Buffer, at: number): number {
  return record.readUInt32LE(headerBytes + at * 4);
}

/** The numbers of all attributes as a text of two characters each: the key of a shape. */
export function attributeNumbersOf(record: Buffer): string {
  const start = headerBytes + attributeCountOf(record) * 4;
  return record.toString('latin1', start, rdnStart(record));
}

export function rdnStart(record: Buffer): number {
  return headerBytes + attributeCountOf(record) * 6;
}

export function attributesStart(record: Buffer): number {
  return rdnStart(record) + record.readUInt16LE(8);
}

export function rdnOf(record: Buffer): string {
  return record.toString('utf8', rdnStart(record), attributesStart(record));
}
