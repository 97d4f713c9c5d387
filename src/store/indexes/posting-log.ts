import type { EntryIds } from '../reader.js';

const segmentMax = 1 << 18;

/**
 * Which entries stand in which lists, noted pair by pair as they come and put in order once at
 * the end: eight octets a posting, no object, no list that grows.
 */
export class PostingLog {
  private readonly full: Uint32Array[] = [];
  private segment = new Uint32Array(256);
  private used = 0;
  /** By list: the id noted last, 0 for none. */
  private last = new Uint32Array(64);

  /** Ids come in ascending order, from 1; the same one twice in a row counts once. */
  add(list: number, id: number): void {
    if (list >= this.last.length) this.last = widened(this.last, list + 1);
    if (this.last[list] === id) return;
    this.last[list] = id;
    if (this.used === this.segment.length) this.turn();
    this.segment[this.used] = list;
    this.segment[this.used + 1] = id;
    this.used += 2;
  }

  private turn(): void {
    this.full.push(this.segment);
    this.segment = new Uint32Array(Math.min(this.segment.length * 2, segmentMax));
    this.used = 0;
  }

  /** The ids of each of so many lists, ascending. */
  inOrder(listCount: number): (list: number) => EntryIds {
    const segments = [...this.full, this.segment.subarray(0, this.used)];
    // Where each list starts; once its ids are in place, where it ends.
    const bounds = startsOf(segments, listCount);
    const ids = new Uint32Array(segments.reduce((sum, pairs) => sum + pairs.length / 2, 0));
    for (const pairs of segments) {
      for (let at = 0; at < pairs.length; at += 2) {
        const list = pairs[at] ?? 0;
        const place = bounds[list] ?? 0;
        ids[place] = pairs[at + 1] ?? 0;
        bounds[list] = place + 1;
      }
    }
    return (list) => ids.subarray(list === 0 ? 0 : bounds[list - 1], bounds[list]);
  }
}

function startsOf(segments: readonly Uint32Array[], listCount: number): Uint32Array {
  const starts = new Uint32Array(listCount);
  for (const pairs of segments) {
    for (let at = 0; at < pairs.length; at += 2) {
      const list = pairs[at] ?? 0;
      starts[list] = (starts[list] ?? 0) + 1;
    }
  }
  let start = 0;
  for (let list = 0; list < listCount; list += 1) {
    const count = starts[list] ?? 0;
    starts[list] = start;
    start += count;
  }
  return starts;
}

/** A copy at least twice as long. */
export function widened(array: Uint32Array, length = 0): Uint32Array<ArrayBuffer> {
  const longer = new Uint32Array(Math.max(array.length * 2, length));
  longer.set(array);
  return longer;
}
