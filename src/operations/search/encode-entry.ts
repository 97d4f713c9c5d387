import { berElement } from '../../model/ber-value.js';
import type { AttributeSlice, EncodedEntry } from '../../model/encoded-entry.js';
import type { Attribute } from '../../model/entry.js';

/** Encodes an entry that is in no store: the root DSE, the subschema subentry. */
export function encodeEntry(dn: string, attributes: readonly Attribute[]): EncodedEntry {
  const parts: Buffer[] = [];
  const slices: AttributeSlice[] = [];
  let at = 0;
  for (const { description, values } of attributes) {
    const octets = values.map((value) => berElement(0x04, value));
    const name = berElement(0x04, Buffer.from(description));
    const part = berElement(0x30, name, berElement(0x31, ...octets));
    parts.push(part);
    slices.push({ description, start: at, end: at + part.length });
    at += part.length;
  }
  return { dn: Buffer.from(dn), bytes: Buffer.concat(parts), slices, computed: [] };
}
