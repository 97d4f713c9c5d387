import type { SortOrder } from './sort-order.js';
import { comparePlaces, type SortPlace } from './sort-values.js';
import type { SortedEntries } from './sorted-entries.js';

/** Entries of which each has its values in memory. */
export class SortedInMemory implements SortedEntries {
  readonly #order: SortOrder;
  readonly #places: readonly SortPlace[];

  /** Takes the places over and sorts them. */
  constructor(order: SortOrder, places: SortPlace[]) {
    this.#order = order;
    this.#places = places.sort((a, b) => comparePlaces(order, a, b));
  }

  async from(place: SortPlace | undefined, max: number): Promise<readonly number[]> {
    return this.page(place ? await this.rankOf(place) : 0, max);
  }

  total(): Promise<number> {
    return Promise.resolve(this.#places.length);
  }

  rankOf(place: SortPlace): Promise<number> {
    let low = 0;
    let high = this.#places.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const at = this.#places[middle];
      if (at && comparePlaces(this.#order, at, place) < 0) low = middle + 1;
      else high = middle;
    }
    return Promise.resolve(low);
  }

  page(first: number, count: number): Promise<readonly number[]> {
    return Promise.resolve(this.#places.slice(first, first + count).map(({ id }) => id));
  }
}
