import type { EntryIds } from '../../store/reader.js';
import { either, noneRanked, type RankedIds, rankedAlike } from './ranked-ids.js';

/** A posting list and what its entries are worth. */
export interface Offer {
  readonly count: number;
  readonly ids: () => EntryIds;
  readonly score: number;
}

/** Ids read of one part of the query. */
const partIdsMax = 200_000;

/** What speaks for one part of the query, read when first asked for. */
export class PartOffers {
  readonly count: number;
  /** Whether whoever is not offered is sure not to meet the part. */
  readonly complete: boolean;
  readonly #offers: readonly Offer[];
  readonly #before: PartOffers | undefined;
  #ranked: RankedIds | undefined;

  constructor(offers: readonly Offer[], complete: boolean, before?: PartOffers) {
    this.#offers = offers;
    this.#before = before;
    this.count = offers.reduce((sum, offer) => sum + offer.count, before?.count ?? 0);
    this.complete = complete && this.count <= partIdsMax;
  }

  /** The same and more. */
  with(offers: readonly Offer[]): PartOffers {
    return new PartOffers(offers, this.complete, this);
  }

  /** The entries of the best offers, as far as there is room for them. */
  get ranked(): RankedIds {
    return (this.#ranked ??= this.#read());
  }

  #read(): RankedIds {
    const best = [...this.#offers].sort((a, b) => b.score - a.score || a.count - b.count);
    let left = partIdsMax;
    const read = best.filter(({ count }) => {
      left -= count;
      return left + count > 0;
    });
    // Small ones first: what is merged once is merged again with each that follows.
    read.sort((a, b) => a.count - b.count);
    const ranked = read.map(({ ids, score }) => rankedAlike(ids(), score));
    return either(ranked.reduce(either, noneRanked), this.#before?.ranked ?? noneRanked);
  }
}
