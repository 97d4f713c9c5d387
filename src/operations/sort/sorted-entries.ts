import type { SortPlace } from './sort-values.js';

/**
 * What a search finds, in the order of its sort: in memory, or along an index. Whoever can count
 * an index answers the last three without walking it; that is all that a window or a page asks.
 */
export interface SortedEntries {
  /** Ids from the first entry on that is not ahead of the place, at most so many. */
  from(place: SortPlace | undefined, max: number): Promise<readonly number[]>;
  /** How many entries there are. */
  total(): Promise<number>;
  /** How many entries are ahead of a place. */
  rankOf(place: SortPlace): Promise<number>;
  /** Ids by rank, 0 the first. */
  page(first: number, count: number): Promise<readonly number[]>;
}
