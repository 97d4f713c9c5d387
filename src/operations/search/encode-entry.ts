import type { AttributeSlice, EncodedEntry } from '../../model/encoded-entry.js';
import type { Attribute } from '../../model/entry.js';
import { encodePartialAttribute } from '../../protocol/partial-attribute.js';

/** Encodes an entry that is in no store: the root DSE, the subschema subentry. */
export function encodeEntry(dn: string, attributes: readonly Attribute[]): EncodedEntry {
  const parts: Buffer[] = [];
  const slices: AttributeSlice[] = [];
  let at = 0;
  for (const { description, values } of attributes) {
    const part = encodePartialAttribute(description, values);
    parts.push(part);
    slices.push({ description, start: at, end: at + part.length });
    at += part.length;
  }
  return {
    dn: Buffer.from(dn),
    bytes: Buffer.concat(parts),
    slices,
    computed: [],
    large: undefined,
  };
}
