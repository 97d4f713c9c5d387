import { PostingLog } from './posting-log.js';
import type { EntryIds } from '../reader.js';

/** The lists of the substring codes of one attribute: an open hash table of numbers. */
export class GramTable {
  private readonly log = new PostingLog();
  /** Code + 1, 0 for a free place; and beside it the list. */
  private keys = new Uint32Array(1024);
  private lists = new Uint32Array(1024);
  private shift = 22;
  private count = 0;

  add(codes: Uint32Array, id: number): void {
    for (let at = 0; at < codes.length; at += 1) this.log.add(this.listOf(codes[at] ?? 0), id);
  }

  private listOf(code: number): number {
    const mask = this.keys.length - 1;
    let place = Math.imul(code, 0x9e3779b1) >>> this.shift;
    for (;;) {
      const key = this.keys[place];
      if (key === code + 1) return this.lists[place] ?? 0;
      if (key === 0) return this.insert(place, code);
      place = (place + 1) & mask;
    }
  }

  private insert(place: number, code: number): number {
    const list = this.count++;
    this.keys[place] = code + 1;
    this.lists[place] = list;
    if (this.count * 2 > this.keys.length) this.grow();
    return list;
  }

  private grow(): void {
    const { keys, lists } = this;
    this.keys = new Uint32Array(keys.length * 2);
    this.lists = new Uint32Array(keys.length * 2);
    this.shift -= 1;
    const mask = this.keys.length - 1;
    for (let at = 0; at < keys.length; at += 1) {
      const key = keys[at] ?? 0;
      if (key === 0) continue;
      let place = Math.imul(key - 1, 0x9e3779b1) >>> this.shift;
      while (this.keys[place] !== 0) place = (place + 1) & mask;
      this.keys[place] = key;
      this.lists[place] = lists[at] ?? 0;
    }
  }

  /** Every code with its entries, in ascending order of codes. */
  *inOrder(): Generator<{ readonly code: number; readonly ids: EntryIds }> {
    const idsOf = this.log.inOrder(this.count);
    const codes = this.keys.filter((key) => key !== 0).sort();
    for (const key of codes) yield { code: key - 1, ids: idsOf(this.listOf(key - 1)) };
  }
}
