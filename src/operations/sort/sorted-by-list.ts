import type { ListedEntry, OrderedList } from '../../store/reader.js';
import type { SortPlace } from './sort-values.js';
import type { SortedEntries } from './sorted-entries.js';

const noId = 0;
const afterAllIds = 0xffffffff;

/**
 * Entries of a list that the store keeps in the order of the one key of a sort: nothing is
 * looked at but what is answered. The reverse of a list goes through its values backwards, and
 * through entries that are alike, as every sort does, by their ids.
 */
export class SortedByList implements SortedEntries {
  readonly #list: OrderedList;
  readonly #reverse: boolean;

  constructor(list: OrderedList, reverse: boolean) {
    this.#list = list;
    this.#reverse = reverse;
  }

  async from(place: SortPlace | undefined, max: number): Promise<readonly number[]> {
    return this.page(place ? await this.rankOf(place) : 0, max);
  }

  total(): Promise<number> {
    return Promise.resolve(this.#list.total);
  }

  rankOf({ values, id }: SortPlace): Promise<number> {
    const [value] = values;
    const list = this.#list;
    const rank = list.rankOf(value, id);
    if (!this.#reverse) return Promise.resolve(rank);
    const group = this.#groupOf(value);
    return Promise.resolve(list.total - group.end + (rank - group.start));
  }

  page(first: number, count: number): Promise<readonly number[]> {
    return Promise.resolve(this.idsAt(first, count));
  }

  idsAt(first: number, count: number): number[] {
    const ids: number[] = [];
    const wanted = Math.min(count, this.#list.total - first);
    if (!this.#reverse) take(this.#list.from(first), wanted, ids);
    else while (ids.length < wanted) this.#takeGroup(first + ids.length, wanted - ids.length, ids);
    return ids;
  }

  /** All of them, as far as they are taken. */
  *ids(): Generator<number> {
    const atOnce = 256;
    for (let at = 0; at < this.#list.total; at += atOnce) yield* this.idsAt(at, atOnce);
  }

  /** Takes, from a place in the reverse order on, entries that are alike. */
  #takeGroup(place: number, most: number, ids: number[]): void {
    const { total } = this.#list;
    const [entry] = this.#list.from(total - 1 - place);
    if (!entry) throw new Error('a list is shorter than it counts');
    const { start, end } = this.#groupOf(entry.value);
    const passed = place - (total - end);
    take(this.#list.from(start + passed), Math.min(most, end - start - passed), ids);
  }

  #groupOf(value: Buffer | undefined): { readonly start: number; readonly end: number } {
    return {
      start: this.#list.rankOf(value, noId),
      end: this.#list.rankOf(value, afterAllIds),
    };
  }
}

function take(entries: Iterable<ListedEntry>, count: number, ids: number[]): void {
  if (count <= 0) return;
  let left = count;
  for (const { id } of entries) {
    ids.push(id);
    left -= 1;
    if (left === 0) return;
  }
}
