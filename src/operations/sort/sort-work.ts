import { LdapError } from '../../model/result.js';
import type { Reader } from '../../store/reader.js';
import type { Kernel } from '../context.js';
import {
  type Delivery,
  isFound,
  isLookedThrough,
  isMatch,
  isMet,
} from '../search/search-delivery.js';
import type { SearchLimits } from '../search/search-limits.js';
import { nextTurn } from '../steps.js';
import type { SortOrder } from './sort-order.js';
import { type SortPlace, sortValuesOf } from './sort-values.js';

export interface SortGround {
  readonly kernel: Kernel;
  readonly reader: Reader;
  readonly delivery: Delivery;
  readonly order: SortOrder;
  readonly limits: SearchLimits;
  readonly signal: AbortSignal | undefined;
}

/**
 * The looking at candidates that a sort takes: counted against the limits of its search, and
 * with pauses that leave the event loop to others.
 */
export class SortWork {
  readonly #ground: SortGround;
  #examined = 0;
  #looked = 0;

  constructor(ground: SortGround) {
    this.#ground = ground;
  }

  /** A walk begins: the limit is on each, however often one search needs to go. */
  begin(): void {
    this.#looked = 0;
  }

  /** The place of a candidate, undefined when the search does not find it. */
  placeOf(id: number, delivery: Delivery): SortPlace | undefined {
    this.#examined += 1;
    return isFound(delivery, id) ? this.#placeAt(id, delivery) : undefined;
  }

  /** The same, counted as a search without order counts it. @throws LdapError as `count` */
  countedPlaceOf(id: number, delivery: Delivery): SortPlace | undefined {
    this.#examined += 1;
    if (!isMet(delivery, id)) return undefined;
    const found = isMatch(delivery);
    if (this.isCounting && (found || isLookedThrough(delivery))) this.count();
    return found ? this.#placeAt(id, delivery) : undefined;
  }

  #placeAt(id: number, { entry }: Delivery): SortPlace {
    return { id, values: sortValuesOf(entry, this.#ground.order) };
  }

  get isCounting(): boolean {
    return this.#ground.limits.lookThrough !== Infinity;
  }

  /** @throws LdapError `adminLimitExceeded` */
  count(): void {
    this.#looked += 1;
    if (this.#looked > this.#ground.limits.lookThrough) {
      throw new LdapError('adminLimitExceeded', 'too many entries to look through');
    }
  }

  get isPauseDue(): boolean {
    return this.#examined % this.#ground.delivery.turnEntries === 0;
  }

  /** @throws LdapError `canceled`, `timeLimitExceeded` */
  async pause(): Promise<void> {
    const { kernel, limits, signal } = this.#ground;
    await nextTurn();
    if (signal?.aborted) throw new LdapError('canceled', '');
    if (kernel.clock().getTime() > limits.deadlineMs) {
      throw new LdapError('timeLimitExceeded', 'not sorted in time');
    }
  }
}
