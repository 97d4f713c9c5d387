import { BerReader } from './ber-reader.js';
import { sizeOfLength, writeLength } from './length.js';
import { Tag } from './tags.js';

/** An attribute as an entry on the wire has it (RFC 4511 §4.1.7). */
export interface PartialAttribute {
  readonly description: string;
  readonly values: Buffer[];
}

/** The BER of one PartialAttribute, in a buffer of exactly its size. */
export function encodePartialAttribute(description: string, values: readonly Buffer[]): Buffer {
  const isPlain = isAscii(description);
  const nameLength = isPlain ? description.length : Buffer.byteLength(description);
  let setLength = 0;
  for (const value of values) setLength += sizeOfElement(value.length);
  const length = sizeOfElement(nameLength) + sizeOfElement(setLength);
  const bytes = Buffer.allocUnsafe(sizeOfElement(length));
  let at = writeHeader(bytes, 0, Tag.sequence, length);
  at = writeHeader(bytes, at, Tag.octetString, nameLength);
  if (isPlain) writeAscii(bytes, at, description);
  else bytes.write(description, at, 'utf8');
  at += nameLength;
  at = writeHeader(bytes, at, Tag.set, setLength);
  for (const value of values) {
    at = writeHeader(bytes, at, Tag.octetString, value.length);
    writeOctets(bytes, at, value);
    at += value.length;
  }
  return bytes;
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
 * The values alone of the PartialAttribute that fills the octets, as views.
 *
 * @throws ProtocolError when the octets are not one
 */
export function decodeValues(bytes: Buffer): Buffer[] {
  const reader = new BerReader(bytes);
  reader.enter(Tag.sequence);
  // The type: who asks knows it by its number.
  reader.skip();
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

function writeAscii(bytes: Buffer, start: number, text: string): void {
  for (let at = 0; at < text.length; at += 1) bytes[start + at] = text.charCodeAt(at);
}

function writeOctets(bytes: Buffer, start: number, value: Buffer): void {
  if (value.length > shortMax) bytes.set(value, start);
  else for (let at = 0; at < value.length; at += 1) bytes[start + at] = value[at] ?? 0;
}

function sizeOfElement(length: number): number {
  return 1 + sizeOfLength(length) + length;
}

function writeHeader(bytes: Buffer, at: number, tag: number, length: number): number {
  bytes[at] = tag;
  return writeLength(bytes, at + 1, length);
}
