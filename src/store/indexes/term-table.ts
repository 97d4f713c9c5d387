import { PostingLog, widened } from './posting-log.js';
import type { EntryIds } from '../reader.js';

/**
 * The lists of the keys of one index of one attribute: an open hash table over octets that lie
 * one key behind the other.
 */
export class TermTable {
  private readonly log = new PostingLog();
  private octets = Buffer.allocUnsafe(4096);
  /** By list: where its key starts; one more for where the last ends. */
  private starts = new Uint32Array(64);
  private hashes = new Uint32Array(64);
  private count = 0;
  /** List + 1 by place, 0 for a free one. */
  private places = new Uint32Array(128);

  add(key: Buffer, id: number): void {
    this.log.add(this.listOf(key), id);
  }

  private listOf(key: Buffer): number {
    const hash = hashOf(key);
    const mask = this.places.length - 1;
    let place = hash & mask;
    for (;;) {
      const list = (this.places[place] ?? 0) - 1;
      if (list < 0) return this.insert(place, key, hash);
      if (this.hashes[list] === hash && this.holds(list, key)) return list;
      place = (place + 1) & mask;
    }
  }

  private holds(list: number, key: Buffer): boolean {
    const { octets } = this;
    const start = this.starts[list] ?? 0;
    if ((this.starts[list + 1] ?? 0) - start !== key.length) return false;
    for (let at = 0; at < key.length; at += 1) if (octets[start + at] !== key[at]) return false;
    return true;
  }

  private insert(place: number, key: Buffer, hash: number): number {
    const list = this.count++;
    if (this.count >= this.starts.length) {
      this.starts = widened(this.starts);
      this.hashes = widened(this.hashes);
    }
    const start = this.starts[list] ?? 0;
    if (start + key.length > this.octets.length) {
      const room = Math.max(this.octets.length * 2, start + key.length);
      const octets = Buffer.allocUnsafe(room);
      octets.set(this.octets.subarray(0, start));
      this.octets = octets;
    }
    for (let at = 0; at < key.length; at += 1) this.octets[start + at] = key[at] ?? 0;
    this.starts[list + 1] = start + key.length;
    this.hashes[list] = hash;
    this.places[place] = list + 1;
    if (this.count * 2 > this.places.length) this.grow();
    return list;
  }

  private grow(): void {
    this.places = new Uint32Array(this.places.length * 2);
    const mask = this.places.length - 1;
    for (let list = 0; list < this.count; list += 1) {
      let place = (this.hashes[list] ?? 0) & mask;
      while (this.places[place] !== 0) place = (place + 1) & mask;
      this.places[place] = list + 1;
    }
  }

  /** Every key, in a view, in the order of its first coming. */
  *keys(): Generator<Buffer> {
    for (let list = 0; list < this.count; list += 1) {
      yield this.octets.subarray(this.starts[list], this.starts[list + 1]);
    }
  }

  /** Every key, in a view, with its entries, in the order of the octets. */
  *inOrder(): Generator<{ readonly key: Buffer; readonly ids: EntryIds }> {
    const idsOf = this.log.inOrder(this.count);
    const lists = Uint32Array.from({ length: this.count }, (_, list) => list);
    this.sort(lists, { low: 0, high: lists.length, depth: 0 });
    for (const list of lists) {
      const key = this.octets.subarray(this.starts[list], this.starts[list + 1]);
      yield { key, ids: idsOf(list) };
    }
  }

  /** Three-way quicksort by one octet after the other, whose shared beginnings it reads once. */
  private sort(
    lists: Uint32Array,
    { low, high, depth }: { readonly low: number; readonly high: number; readonly depth: number },
  ): void {
    let from = low;
    while (high - from > 1) {
      const pivot = this.octetAt(lists[(from + high) >> 1] ?? 0, depth);
      let less = from;
      let more = high;
      for (let at = from; at < more;) {
        const octet = this.octetAt(lists[at] ?? 0, depth);
        if (octet < pivot) swap(lists, less++, at++);
        else if (octet > pivot) swap(lists, at, --more);
        else at += 1;
      }
      this.sort(lists, { low: from, high: less, depth });
      if (pivot >= 0) this.sort(lists, { low: less, high: more, depth: depth + 1 });
      from = more;
    }
  }

  /** -1 past the end: a key comes before those that it begins. */
  private octetAt(list: number, depth: number): number {
    const at = (this.starts[list] ?? 0) + depth;
    return at < (this.starts[list + 1] ?? 0) ? (this.octets[at] ?? 0) : -1;
  }
}

function swap(lists: Uint32Array, a: number, b: number): void {
  const list = lists[a] ?? 0;
  lists[a] = lists[b] ?? 0;
  lists[b] = list;
}

/** FNV-1a, its high bits folded down: places are taken from the low ones. */
function hashOf(key: Buffer): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < key.length; at += 1) hash = Math.imul(hash ^ (key[at] ?? 0), 0x01000193);
  return (hash ^ (hash >>> 15)) >>> 0;
}
