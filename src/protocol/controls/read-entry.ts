import { type EncodedEntry } from '../../model/encoded-entry.js';
import { Tag } from '../tags.js';
import { encodePartialAttribute } from '../partial-attribute.js';
import { BerWriter } from '../writer.js';
import { readValue } from './control-value.js';

/** The entry before and after an update, in the update's own response (RFC 4527). */
export const preReadOid = '1.3.6.1.1.13.1';
export const postReadOid = '1.3.6.1.1.13.2';

/**
 * The attributes a pre- or post-read request selects.
 *
 * @throws LdapError `protocolError`
 */
export function decodeSelection(value: Buffer | undefined): readonly string[] {
  return readValue('read entry', value, (reader) => {
    const attributes: string[] = [];
    const outer = reader.enter(Tag.sequence);
    while (reader.more) attributes.push(reader.text());
    reader.leave(outer);
    return attributes;
  });
}

/** The value of the response control: a SearchResultEntry as a plain SEQUENCE. */
export function encodeReadEntry(entry: EncodedEntry): Buffer {
  const writer = new BerWriter(Buffer.allocUnsafe(entry.bytes.length + 64));
  const outer = writer.begin(Tag.sequence);
  writer.octets(entry.dn);
  const list = writer.begin(Tag.sequence);
  for (const { start, end } of entry.slices) writer.slice(entry.bytes, start, end);
  for (const { description, values } of entry.computed) {
    writer.raw(encodePartialAttribute(description, values));
  }
  writer.end(list);
  writer.end(outer);
  return writer.copy();
}
