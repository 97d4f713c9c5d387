import type { EntryIds, Reader } from '../store/reader.js';

const none: EntryIds = new Uint32Array(0);

/**
 * Ids of the groups whose stored `member` names an entry: one look-up, however many they name.
 *
 * @param name normalised, as distinguishedNameMatch keys the values of `member` (RFC 4517 §4.2.15)
 */
export function groupsNaming(reader: Reader, name: string): EntryIds {
  return reader.index.equality('member', Buffer.from(name))?.ids() ?? none;
}
