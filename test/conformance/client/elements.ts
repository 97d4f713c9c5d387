import { BerReader, BerWriter } from '@ldapjs/asn1';

/**
 * BER elements, composed and taken apart with the library of ldapjs: the tests' client shares no
 * code with the server that it asks.
 */

export const universal = { octetString: 0x04, enumerated: 0x0a, sequence: 0x30, set: 0x31 };
export const application = (tag: number): number => 0x60 | tag;
export const applicationPrimitive = (tag: number): number => 0x40 | tag;
export const context = (tag: number): number => 0x80 | tag;
export const contextConstructed = (tag: number): number => 0xa0 | tag;

function written(size: number, write: (writer: BerWriter) => void): Buffer {
  const writer = new BerWriter({ size: size + 8 });
  write(writer);
  return writer.buffer;
}

/** A constructed element: SEQUENCE unless another tag is given. */
export function constructed(parts: readonly Buffer[], tag: number = universal.sequence): Buffer {
  const size = parts.reduce((sum, { length }) => sum + length, 0);
  return written(size, (writer) => {
    writer.startSequence(tag);
    for (const part of parts) writer.appendBuffer(part);
    writer.endSequence();
  });
}

export const sequence = (...parts: readonly Buffer[]): Buffer => constructed(parts);

export function octetString(value: string | Buffer, tag: number = universal.octetString): Buffer {
  const octets = typeof value === 'string' ? Buffer.from(value) : value;
  return written(octets.length, (writer) => {
    writer.writeBuffer(octets, tag);
  });
}

export const integer = (value: number, tag = 0x02): Buffer =>
  written(8, (writer) => {
    writer.writeInt(value, tag);
  });

export const enumerated = (value: number): Buffer => integer(value, universal.enumerated);

export const boolean = (value: boolean, tag = 0x01): Buffer =>
  written(8, (writer) => {
    writer.writeBoolean(value, tag);
  });

/** One element, taken apart. */
export interface Element {
  readonly tag: number;
  readonly content: Buffer;
}

/**
 * The elements that follow one another in some octets.
 *
 * @throws Error where they are no BER, or end in the middle of an element
 */
export function elements(octets: Buffer): Element[] {
  const reader = new BerReader(octets);
  const found: Element[] = [];
  while (reader.remain > 0) {
    const tag = reader.peek() ?? 0;
    const content = reader.readTag(tag);
    if (content === null) throw new Error('an element is cut short');
    reader.setOffset(reader.offset + content.length);
    found.push({ tag, content });
  }
  return found;
}

/** The number that an INTEGER's or ENUMERATED's content is. */
export function numberOf({ content }: Element): number {
  if (content.length === 0 || content.length > 6) throw new Error('no integer');
  return content.readIntBE(0, content.length);
}
