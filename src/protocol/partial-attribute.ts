import { octetStringsSize } from '../model/large-values.js';
import { BerReader } from './ber-reader.js';
import { sizeOfElement, writeLength } from './length.js';
import { Tag } from './tags.js';

/** An attribute as an entry on the wire has it (RFC 4511 §4.1.7). */
export interface PartialAttribute {
  readonly description: string;
  readonly values: Buffer[];
}

/** The BER of one PartialAttribute, in a buffer of exactly its size. */
export function encodePartialAttribute(description: string, values: readonly Buffer[]): Buffer {
  const setLength = octetStringsSize(values);
  const setBytes = sizeOfElement(setLength);
  const bytes = Buffer.allocUnsafe(sizeWithDescription(description, setBytes));
  writeValues(bytes, writeDescription(bytes, 0, { description, setBytes }), setLength, values);
  return bytes;
}

/** The values alone, as the SET that ends a PartialAttribute. */
export function encodeValueSet(values: readonly Buffer[]): Buffer {
  const setLength = octetStringsSize(values);
  const bytes = Buffer.allocUnsafe(sizeOfElement(setLength));
  writeValues(bytes, 0, setLength, values);
  return bytes;
}

function writeValues(
  bytes: Buffer,
  start: number,
  setLength: number,
  values: readonly Buffer[],
): void {
  let at = writeHeader(bytes, start, Tag.set, setLength);
  for (const value of values) {
    at = writeHeader(bytes, at, Tag.octetString, value.length);
    writeOctets(bytes, at, value);
    at += value.length;
  }
}

/** How many octets a PartialAttribute has whose SET of values has so many. */
export function sizeWithDescription(description: string, setBytes: number): number {
  return sizeOfElement(sizeOfElement(lengthOf(description)) + setBytes);
}

/** Writes all of a PartialAttribute that comes before its SET; answers where that belongs. */
export function writeDescription(
  bytes: Buffer,
  start: number,
  { description, setBytes }: { readonly description: string; readonly setBytes: number },
): number {
  const length = lengthOf(description);
  let at = writeHeader(bytes, start, Tag.sequence, sizeOfElement(length) + setBytes);
  at = writeHeader(bytes, at, Tag.octetString, length);
  if (isAscii(description)) writeAscii(bytes, at, description);
  else bytes.write(description, at, 'utf8');
  return at + length;
}

/**
 * Reads the PartialAttribute that fills `[start, end)`. The values are views of `bytes`: copy
 * what must outlive it.
 *
 * @throws ProtocolError when the octets are not one
 */
export function decodePartialAttribute(
  bytes: Buffer,
  start: number,
  end: number,
): PartialAttribute {
  return readPartialAttribute(new BerReader(bytes, start, end));
}

/**
 * The values alone, as views, of the PartialAttribute that fills the octets, or of its SET.
 *
 * @throws ProtocolError when the octets are neither
 */
export function decodeValues(bytes: Buffer): Buffer[] {
  const reader = new BerReader(bytes);
  if (bytes[0] !== Tag.set) {
    reader.enter(Tag.sequence);
    // The type: who asks knows it by its number.
    reader.skip();
  }
  reader.enter(Tag.set);
  const values: Buffer[] = [];
  while (reader.more) values.push(reader.octets());
  return values;
}

/** Reads the PartialAttribute, or Attribute, that comes next; values are views. */
export function readPartialAttribute(reader: BerReader): PartialAttribute {
  const outer = reader.enter(Tag.sequence);
  const description = reader.text();
  const values: Buffer[] = [];
  const set = reader.enter(Tag.set);
  while (reader.more) values.push(reader.octets());
  reader.leave(set);
  reader.leave(outer);
  return { description, values };
}

/** Below this many octets a loop is done before a native call has begun. */
const shortMax = 32;

function isAscii(text: string): boolean {
  if (text.length > shortMax) return false;
  for (let at = 0; at < text.length; at += 1) if (text.charCodeAt(at) >= 0x80) return false;
  return true;
}

const lengthOf = (text: string): number => (isAscii(text) ? text.length : Buffer.byteLength(text));

function writeAscii(bytes: Buffer, start: number, text: string): void {
  for (let at = 0; at < text.length; at += 1) bytes[start + at] = text.charCodeAt(at);
}

function writeOctets(bytes: Buffer, start: number, value: Buffer): void {
  if (value.length > shortMax) bytes.set(value, start);
  else for (let at = 0; at < value.length; at += 1) bytes[start + at] = value[at] ?? 0;
}

function writeHeader(bytes: Buffer, at: number, tag: number, length: number): number {
  bytes[at] = tag;
  return writeLength(bytes, at + 1, length);
}
