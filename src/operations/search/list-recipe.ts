import type { AccessView } from '../../access/policy.js';
import type { Filter } from '../../model/filter.js';
import type { OrderedList, Reader } from '../../store/reader.js';
import type { Actor } from '../actor.js';
import type { Kernel } from '../context.js';
import { compileFilter } from '../filter/compile-filter.js';
import type { Condition } from '../filter/condition.js';
import type { OrderKey } from '../sort/sort-order.js';
import { comparePlaces, type SortPlace, sortValuesOf } from '../sort/sort-values.js';
import { SortedByList } from '../sort/sorted-by-list.js';
import { keptList } from './kept-list.js';
import { IdsAlongIndex, IdsInOrder, type ListedIds } from './listed-ids.js';
import { searchedIds, type SearchedIds } from './search-ids.js';
import { type SearchedTree, searchedTree } from './search-scope.js';
import type { SearchedEntry } from './searched-entry.js';

/** What a list is made on: one view of the directory, one look at its entries, one order. */
export interface ListGround {
  readonly kernel: Kernel;
  readonly reader: Reader;
  readonly actor: Actor;
  readonly view: AccessView;
  readonly entry: SearchedEntry;
  readonly order: OrderKey;
}

export interface ListAsked {
  readonly base: number;
  readonly scope: 'one' | 'sub';
  readonly filter: Filter;
}

/** Entries looked at for one list: what is found by then is not all. */
const lookedAtMax = 50_000;

/** How a list that the store does not keep in this order is made from the reader's state. */
export class ListRecipe {
  readonly #ground: ListGround;
  readonly #asked: ListAsked;
  readonly #condition: Condition;
  readonly #tree: SearchedTree;

  constructor(ground: ListGround, asked: ListAsked) {
    const { kernel, reader, actor } = ground;
    const { base, scope, filter } = asked;
    this.#ground = ground;
    this.#asked = asked;
    this.#condition = compileFilter({ kernel, reader }, filter);
    this.#tree = searchedTree(kernel, reader, { base, scope, deref: 'never', actor });
  }

  /** All that is found, sorted, or as much as may be: the first of it where that can be told. */
  make(): ListedIds {
    const long = this.#alongIndex();
    if (long) return long;
    const { reader } = this.#ground;
    const [condition, tree] = [this.#condition, this.#tree];
    const found = searchedIds(reader, { condition, tree, after: 0 });
    const first = this.#isSurelyLong(found) ? this.#alongWiderList() : undefined;
    if (first) return first;
    const places: SortPlace[] = [];
    const isWhole = this.#gather(found.ids, found, (id) => {
      // The entry is the one that is looked at.
      places.push({ id, values: sortValuesOf(this.#ground.entry, [this.#ground.order]) });
    });
    const ordered = isWhole ? undefined : this.#alongWiderList();
    if (ordered) return ordered;
    places.sort((a, b) => this.#compare(a, b));
    return new IdsInOrder(
      Uint32Array.from(places, ({ id }) => id),
      isWhole,
    );
  }

  #isSurelyLong({ ids, exact }: SearchedIds): boolean {
    const { sortedMax } = this.#ground.kernel.limits;
    return exact && ids instanceof Uint32Array && ids.length > sortedMax;
  }

  /** The list after some entries have changed; undefined: it must be made anew. */
  revised(list: ListedIds, changed: ReadonlySet<number>): ListedIds | undefined {
    if (!(list instanceof IdsInOrder) || !list.totalIsExact) return undefined;
    const ids = [...list.ids].filter((id) => !changed.has(id));
    for (const id of changed) {
      if (!this.#isShown(id, { exact: false, inScope: false })) continue;
      ids.splice(this.#rankAmong(ids, this.#placeOf(id)), 0, id);
    }
    if (ids.length > this.#ground.kernel.limits.sortedMax) return undefined;
    return new IdsInOrder(Uint32Array.from(ids), true);
  }

  /** Takes those that are found, as many as may be; whether there are no more. */
  #gather(
    ids: Iterable<number>,
    sure: Pick<SearchedIds, 'exact' | 'inScope'>,
    take: (id: number) => void,
  ): boolean {
    let room = this.#ground.kernel.limits.sortedMax;
    let left = lookedAtMax;
    for (const id of ids) {
      if (left === 0) return false;
      left -= 1;
      if (!this.#isShown(id, sure)) continue;
      if (room === 0) return false;
      room -= 1;
      take(id);
    }
    return true;
  }

  #isShown(id: number, sure: Pick<SearchedIds, 'exact' | 'inScope'>): boolean {
    const { entry } = this.#ground;
    const condition = this.#condition;
    return (
      (sure.inScope || this.#tree.contains(id)) &&
      entry.load(id) &&
      entry.access.visible &&
      ((sure.exact && condition.open(entry)) || condition.matches(entry) === true)
    );
  }

  #placeOf(id: number): SortPlace {
    const { entry, order } = this.#ground;
    return { id, values: entry.load(id) ? sortValuesOf(entry, [order]) : [] };
  }

  #compare(a: SortPlace, b: SortPlace): number {
    return comparePlaces([this.#ground.order], a, b);
  }

  #rankAmong(ids: readonly number[], place: SortPlace): number {
    let low = 0;
    let high = ids.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#compare(this.#placeOf(ids[middle] ?? 0), place) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /**
   * A long list that the store keeps in another order: its ids are known without a look at any
   * entry, and the index of what it is to be sorted by is walked as far as the page.
   */
  #alongIndex(): ListedIds | undefined {
    const { kernel, reader, order } = this.#ground;
    const { attribute, reverse } = order;
    const kept = keptList(this.#ground, { ...this.#asked, attribute: attribute.key });
    if (!kept || kept.list.total <= kernel.limits.sortedMax) return undefined;
    const steps = reader.index.ordered(attribute.key, { reverse });
    return steps && new IdsAlongIndex(idsOf(kept.list), steps);
  }

  /** The first of a list in order, found in a kept one that has them all and others between. */
  #alongWiderList(): ListedIds | undefined {
    const { order } = this.#ground;
    const { filter } = this.#asked;
    if (filter.kind !== 'and') return undefined;
    const { attribute, rule, reverse } = order;
    for (const part of filter.filters) {
      const asked = { ...this.#asked, filter: part, attribute: attribute.key };
      const kept = keptList(this.#ground, { ...asked, prepare: rule.prepareValue });
      if (!kept) continue;
      const ids = new SortedByList(kept.list, reverse).ids();
      const taken: number[] = [];
      const isWhole = this.#gather(ids, { exact: false, inScope: true }, (id) => {
        taken.push(id);
      });
      return new IdsInOrder(Uint32Array.from(taken), isWhole);
    }
    return undefined;
  }
}

function idsOf(list: OrderedList): Uint32Array {
  const ids = new Uint32Array(list.total);
  let count = 0;
  for (const { id } of list.from(0)) ids[count++] = id;
  return ids.sort();
}
