import { idsBeyond, noIds } from './id-set.js';
import type { EntryIds, Postings } from '../reader.js';
import { pagedRows, prefixEnd, type RowRange, type Rows, type View } from '../rows.js';

/**
 * Posting lists: the ids under one index key, ascending. Most lists are one row, so that a point
 * look-up is one get; a long one is a head with the count and chunks behind it.
 *
 *     key              → ids (u32, little-endian), up to 448            short list
 *     key              → 01, count (u32)                                head of a long list
 *     key, lower bound → ids, up to 1,016: one page of overflow         chunk
 *
 * The first chunk's lower bound is 0, any other's is at most its first id: a chunk holds the ids
 * from its bound to the next one. A value of 5 octets is therefore always a head.
 */
export const inlineIdsMax = 448;
export const chunkIdsMax = 1016;
const headBytes = 5;
const headMark = 1;

export function isLongHead(value: Buffer): boolean {
  return value.length === headBytes;
}

export function countOf(head: Buffer): number {
  return isLongHead(head) ? head.readUInt32LE(1) : head.length / 4;
}

export function longHead(count: number): Buffer {
  const head = Buffer.allocUnsafe(headBytes);
  head[0] = headMark;
  head.writeUInt32LE(count, 1);
  return head;
}

export function chunkKey(listKey: Buffer, bound: number): Buffer {
  const key = Buffer.allocUnsafe(listKey.length + 4);
  listKey.copy(key);
  key.writeUInt32BE(bound, listKey.length);
  return key;
}

/** The range whose first row is the chunk that holds an id, or would. */
export const chunkRange = (listKey: Buffer, id: number): RowRange<Buffer> => ({
  start: chunkKey(listKey, id),
  end: listKey,
  reverse: true,
  limit: 1,
});

/** All chunks of a list lie before this key. */
export function chunksEnd(listKey: Buffer): Buffer {
  return prefixEnd(listKey);
}

/** Copies the ids of a row into an array. */
export function copyIds(row: Buffer, into: EntryIds, at = 0): void {
  const count = row.length >> 2;
  // A view costs more than a few numbers do.
  if (count > 8 && row.byteOffset % 4 === 0) {
    into.set(new Uint32Array(row.buffer, row.byteOffset, count), at);
    return;
  }
  for (let i = 0; i < count; i += 1) into[at + i] = row.readUInt32LE(i * 4);
}

export function idsOf(row: Buffer): EntryIds {
  const ids = new Uint32Array(row.length >> 2);
  copyIds(row, ids);
  return ids;
}

export function rowOf(ids: EntryIds): Buffer {
  return Buffer.from(ids.buffer, ids.byteOffset, ids.length * 4);
}

/** Reads a whole list. */
export function readIds(rows: Rows<Buffer>, listKey: Buffer, view: View): EntryIds {
  const head = rows.getBinaryFast(listKey, view);
  if (head === undefined) return noIds;
  if (!isLongHead(head)) return idsOf(head);
  const ids = new Uint32Array(countOf(head));
  let at = 0;
  const chunks = { ...view, start: chunkKey(listKey, 0), end: chunksEnd(listKey) };
  for (const { value } of rows.getRange(chunks)) {
    copyIds(value, ids, at);
    at += value.length >> 2;
  }
  return ids;
}

/** So few chunks are read ahead of whoever may want no more of them. */
const chunksAhead = 4;

/** The ids of a long list beyond one, chunk by chunk as they are asked for. */
function* chunksBeyond(
  rows: Rows<Buffer>,
  listKey: Buffer,
  { view, after }: { readonly view: View; readonly after: number },
): Generator<EntryIds> {
  const [start = chunkKey(listKey, 0)] = rows.getKeys({ ...view, ...chunkRange(listKey, after) });
  const range = { ...view, start, end: chunksEnd(listKey) };
  for (const { value } of pagedRows(rows, range, chunksAhead)) yield idsBeyond(idsOf(value), after);
}

/** A list whose count is known at once and whose ids are read when asked for. */
export function postingsAt(
  rows: Rows<Buffer>,
  listKey: Buffer,
  options: { readonly view: View; readonly exact: boolean },
): Postings {
  const { view, exact } = options;
  const head = rows.getBinaryFast(listKey, view);
  if (head === undefined) return { count: 0, exact, ids: () => noIds };
  const count = countOf(head);
  if (isLongHead(head)) {
    return {
      count,
      exact,
      ids: () => readIds(rows, listKey, view),
      runs: (after) => chunksBeyond(rows, listKey, { view, after }),
    };
  }
  const ids = idsOf(head);
  return { count, exact, ids: () => ids };
}

/** No entry, surely. */
export const nothing: Postings = { count: 0, exact: true, ids: () => noIds };
