import type { EntryIds } from '../reader.js';
import { latest, type RowRange, type Rows } from '../rows.js';
import {
  chunkIdsMax,
  chunkKey,
  chunkRange,
  chunksEnd,
  countOf,
  idsOf,
  inlineIdsMax,
  isLongHead,
  longHead,
  readIds,
  rowOf,
} from './posting-list.js';

/** A chunk below this many ids joins a neighbour where both fit well. */
const mergeBelow = 128;
const mergedIdsMax = 768;
/** A long list becomes short again well below the bound, so that it does not go to and fro. */
const inlineAgain = inlineIdsMax / 2;

interface Chunk {
  readonly key: Buffer;
  readonly ids: EntryIds;
}

/** Adds an id to a list inside a write; false when it was there. */
export function addPosting(rows: Rows<Buffer>, listKey: Buffer, id: number): boolean {
  const head = rows.getBinaryFast(listKey);
  if (head === undefined) {
    rows.putSync(listKey, rowOf(Uint32Array.of(id)));
    return true;
  }
  if (isLongHead(head)) return addToChunk(rows, listKey, { id, count: countOf(head) });
  const ids = inserted(idsOf(head), id);
  if (ids === undefined) return false;
  if (ids.length <= inlineIdsMax) rows.putSync(listKey, rowOf(ids));
  else {
    rows.putSync(listKey, longHead(ids.length));
    rows.putSync(chunkKey(listKey, 0), rowOf(ids));
  }
  return true;
}

function addToChunk(
  rows: Rows<Buffer>,
  listKey: Buffer,
  adding: { readonly id: number; readonly count: number },
): boolean {
  const chunk = chunkOf(rows, listKey, adding.id);
  const ids = inserted(chunk.ids, adding.id);
  if (ids === undefined) return false;
  rows.putSync(listKey, longHead(adding.count + 1));
  if (ids.length <= chunkIdsMax) {
    rows.putSync(chunk.key, rowOf(ids));
    return true;
  }
  // Ids are given out in ascending order: an id at the end starts a chunk and leaves full ones.
  const middle = ids[chunkIdsMax] === adding.id ? chunkIdsMax : ids.length >> 1;
  rows.putSync(chunk.key, rowOf(ids.slice(0, middle)));
  rows.putSync(chunkKey(listKey, ids[middle] ?? 0), rowOf(ids.slice(middle)));
  return true;
}

/** Removes an id from a list inside a write; false when it was not there. */
export function removePosting(rows: Rows<Buffer>, listKey: Buffer, id: number): boolean {
  const head = rows.getBinaryFast(listKey);
  if (head === undefined) return false;
  if (isLongHead(head)) return removeFromChunk(rows, listKey, { id, count: countOf(head) });
  const ids = without(idsOf(head), id);
  if (ids === undefined) return false;
  if (ids.length === 0) rows.removeSync(listKey);
  else rows.putSync(listKey, rowOf(ids));
  return true;
}

function removeFromChunk(
  rows: Rows<Buffer>,
  listKey: Buffer,
  removing: { readonly id: number; readonly count: number },
): boolean {
  const chunk = chunkOf(rows, listKey, removing.id);
  const ids = without(chunk.ids, removing.id);
  if (ids === undefined) return false;
  rows.putSync(chunk.key, rowOf(ids));
  if (removing.count - 1 <= inlineAgain) {
    // The head still tells the old count: room for one id more than there are.
    const all = readIds(rows, listKey, latest).slice(0, removing.count - 1);
    removeList(rows, listKey);
    rows.putSync(listKey, rowOf(all));
    return true;
  }
  rows.putSync(listKey, longHead(removing.count - 1));
  if (ids.length < mergeBelow) mergeChunk(rows, listKey, { key: chunk.key, ids });
  return true;
}

/** Joins a small chunk with the one behind it or, at the end of the list, the one before it. */
function mergeChunk(rows: Rows<Buffer>, listKey: Buffer, small: Chunk): void {
  const end = chunksEnd(listKey);
  const beside = { start: small.key, exclusiveStart: true, limit: 1 };
  const after = firstChunk(rows, { ...beside, end });
  const before = firstChunk(rows, { ...beside, end: listKey, reverse: true });
  const [left, right] =
    after !== undefined ? [small, after] : before !== undefined ? [before, small] : [];
  if (left === undefined || right === undefined) return;
  const total = left.ids.length + right.ids.length;
  if (total > mergedIdsMax && small.ids.length > 0) return;
  const ids = new Uint32Array(total);
  ids.set(left.ids);
  ids.set(right.ids, left.ids.length);
  rows.putSync(left.key, rowOf(ids));
  rows.removeSync(right.key);
}

/** The chunk whose range holds an id. */
function chunkOf(rows: Rows<Buffer>, listKey: Buffer, id: number): Chunk {
  const chunk = firstChunk(rows, chunkRange(listKey, id));
  if (chunk === undefined) throw new Error('a posting list without its first chunk');
  return chunk;
}

function firstChunk(rows: Rows<Buffer>, range: RowRange<Buffer>): Chunk | undefined {
  for (const { key, value } of rows.getRange(range)) {
    return { key, ids: idsOf(value) };
  }
  return undefined;
}

/**
 * Writes a list that is not there yet.
 *
 * @returns how many rows it took
 */
export function writeList(
  listKey: Buffer,
  ids: EntryIds,
  put: (key: Buffer, value: Buffer) => void,
): void {
  if (ids.length <= inlineIdsMax) {
    put(listKey, rowOf(ids));
    return;
  }
  put(listKey, longHead(ids.length));
  for (let at = 0; at < ids.length; at += chunkIdsMax) {
    const chunk = ids.subarray(at, at + chunkIdsMax);
    put(chunkKey(listKey, at === 0 ? 0 : (chunk[0] ?? 0)), rowOf(chunk));
  }
}

/** Removes a list with all its chunks. */
export function removeList(rows: Rows<Buffer>, listKey: Buffer): void {
  const keys = [...rows.getKeys({ start: listKey, end: chunksEnd(listKey) })];
  for (const key of keys) rows.removeSync(key);
}

/** Where the id stands or would stand. */
function placeOf(ids: EntryIds, id: number): number {
  let low = 0;
  let high = ids.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ids[middle] ?? 0) < id) low = middle + 1;
    else high = middle;
  }
  return low;
}

function inserted(ids: EntryIds, id: number): EntryIds | undefined {
  const place = placeOf(ids, id);
  if (ids[place] === id) return undefined;
  const longer = new Uint32Array(ids.length + 1);
  longer.set(ids.subarray(0, place));
  longer[place] = id;
  longer.set(ids.subarray(place), place + 1);
  return longer;
}

function without(ids: EntryIds, id: number): EntryIds | undefined {
  const place = placeOf(ids, id);
  if (ids[place] !== id) return undefined;
  const shorter = new Uint32Array(ids.length - 1);
  shorter.set(ids.subarray(0, place));
  shorter.set(ids.subarray(place + 1), place);
  return shorter;
}
