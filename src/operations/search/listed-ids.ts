import type { OrderedStep } from '../../store/reader.js';

/** Ids in the order of a list, remembered between two pages. */
export interface ListedIds {
  /** Ascending, or as they stand; each once. */
  readonly ids: Uint32Array;
  readonly total: number;
  /** False: there are more. */
  readonly totalIsExact: boolean;
  page(offset: number, limit: number): Uint32Array;
}

/** Ids that are in order. */
export class IdsInOrder implements ListedIds {
  readonly ids: Uint32Array;
  readonly totalIsExact: boolean;

  constructor(ids: Uint32Array, totalIsExact: boolean) {
    this.ids = ids;
    this.totalIsExact = totalIsExact;
  }

  get total(): number {
    return this.ids.length;
  }

  page(offset: number, limit: number): Uint32Array {
    return this.ids.slice(offset, offset + limit);
  }
}

/**
 * Ids in the order of an index, found only as far as a page needs; those that the index does not
 * have come last, as they were given.
 */
export class IdsAlongIndex implements ListedIds {
  /** Ascending. */
  readonly ids: Uint32Array;
  readonly totalIsExact = true;
  /** 1 for an id that has no place yet. */
  readonly #waiting: Uint8Array;
  readonly #order: Uint32Array;
  readonly #steps: Iterator<OrderedStep>;
  #placed = 0;

  constructor(ids: Uint32Array, steps: Iterable<OrderedStep>) {
    this.ids = ids;
    this.#waiting = new Uint8Array((ids.at(-1) ?? 0) + 1);
    for (const id of ids) this.#waiting[id] = 1;
    this.#order = new Uint32Array(ids.length);
    this.#steps = steps[Symbol.iterator]();
  }

  get total(): number {
    return this.ids.length;
  }

  page(offset: number, limit: number): Uint32Array {
    const end = Math.min(offset + limit, this.total);
    while (this.#placed < end) {
      const step = this.#steps.next();
      this.#place(step.done === true ? this.ids : step.value.ids);
    }
    return this.#order.slice(offset, end);
  }

  /** An entry with several values stands where the first of them does. */
  #place(ids: Uint32Array): void {
    for (const id of ids) {
      if (this.#waiting[id] !== 1) continue;
      this.#waiting[id] = 0;
      this.#order[this.#placed] = id;
      this.#placed += 1;
    }
  }
}
