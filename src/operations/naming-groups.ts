import type { Schema } from '../schema/schema.js';
import type { EntryIds, Reader } from '../store/reader.js';

const none: EntryIds = new Uint32Array(0);

/** Ids of the groups whose stored `member` names an entry: one look-up, however many they name. */
export function groupsNaming(schema: Schema, reader: Reader, dn: Buffer): EntryIds {
  const key = schema.attributeType('member')?.equality?.prepareValue(dn);
  return (key && reader.index.equality('member', key)?.ids()) ?? none;
}
