import { contentAt } from '../protocol/length.js';
import { sizeWithDescription, writeDescription } from '../protocol/partial-attribute.js';
import { Tag } from '../protocol/tags.js';
import { operationalStart } from './entry-record.js';
import type { StoredShape } from './shape-dictionary.js';

/** The octets of a record with every attribute whole. */
export interface WholeRecord {
  readonly bytes: Buffer;
  /** Where each operational attribute ends. */
  readonly ends: readonly number[];
}

/** The record up to its operational attributes as it is, and these with their descriptions. */
export function wholeRecord(record: Buffer, { descriptions, userCount }: StoredShape): WholeRecord {
  const start = operationalStart(record);
  const operational = descriptions.slice(userCount);
  let size = start;
  let at = start;
  for (const description of operational) {
    const { end } = contentAt(record, at);
    const length = end - at;
    size += record[at] === Tag.set ? sizeWithDescription(description, length) : length;
    at = end;
  }
  const bytes = Buffer.allocUnsafe(size);
  bytes.set(record.subarray(0, start));
  at = start;
  let to = start;
  const ends = operational.map((description) => {
    const { end } = contentAt(record, at);
    const setBytes = end - at;
    if (record[at] === Tag.set) to = writeDescription(bytes, to, { description, setBytes });
    // Short copies, faster octet by octet.
    for (; at < end; at += 1, to += 1) bytes[to] = record[at] ?? 0;
    return to;
  });
  return { bytes, ends };
}
