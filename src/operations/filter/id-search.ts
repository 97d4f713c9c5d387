import type { EntryIds } from '../../store/reader.js';

/** Whether an id is among ids in ascending order. */
export function includesId(ids: EntryIds, id: number): boolean {
  let low = 0;
  let high = ids.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((ids[middle] ?? 0) < id) low = middle + 1;
    else high = middle;
  }
  return ids[low] === id;
}

/** The same ids in ascending order, each once. */
export function sortedIds(ids: Iterable<number>): EntryIds {
  return Uint32Array.from(new Set(ids)).sort();
}
