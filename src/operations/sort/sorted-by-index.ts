import { LdapError } from '../../model/result.js';
import { unionOfIds } from '../../store/indexes/id-set.js';
import type { EntryIds, OrderedStep } from '../../store/reader.js';
import type { Delivery } from '../search/search-delivery.js';
import { searchedIds } from '../search/search-ids.js';
import { IdMarks } from './id-marks.js';
import { comparePlaces, cut, type SortPlace } from './sort-values.js';
import { type SortGround, SortWork } from './sort-work.js';
import type { SortedEntries } from './sorted-entries.js';

/** Entries that an index has under one value, as far as values are told apart. */
interface Group {
  readonly value: Buffer;
  readonly ids: EntryIds;
}

/** What a walk meets: an entry in its place, or a moment for a pause. */
type Met = SortPlace | undefined;

/**
 * Entries along the ordered index of the first key. The index has every value of an entry, also
 * those that the reader may not know: an entry stands where its own least value does, and is
 * passed over everywhere else. The entries of one value are sorted among themselves; those
 * without any come where the greatest value would, from a look at all candidates.
 */
export class SortedByIndex implements SortedEntries {
  readonly #ground: SortGround;
  readonly #steps: (from: Buffer | undefined) => Iterable<OrderedStep>;
  readonly #work: SortWork;
  /** For ids that come from elsewhere than the filter's own candidates. */
  readonly #anywhere: Delivery;

  constructor(ground: SortGround, steps: (from: Buffer | undefined) => Iterable<OrderedStep>) {
    const { delivery } = ground;
    this.#ground = ground;
    this.#steps = steps;
    this.#work = new SortWork(ground);
    const exact = delivery.condition.plan.kind === 'every';
    this.#anywhere = { ...delivery, found: { ids: [], exact, inScope: delivery.tree.whole } };
  }

  async from(place: SortPlace | undefined, max: number): Promise<readonly number[]> {
    const ids: number[] = [];
    await this.#walk(place, (met) => {
      if (!place || comparePlaces(this.#ground.order, met, place) >= 0) ids.push(met.id);
      return ids.length < max;
    });
    return ids;
  }

  async total(): Promise<number> {
    let total = 0;
    const { delivery } = this.#ground;
    this.#work.begin();
    for (const id of delivery.found.ids) {
      if (this.#work.countedPlaceOf(id, delivery)) total += 1;
      if (this.#work.isPauseDue) await this.#work.pause();
    }
    return total;
  }

  async rankOf(place: SortPlace): Promise<number> {
    let rank = 0;
    await this.#walk(undefined, (met) => {
      const isAhead = comparePlaces(this.#ground.order, met, place) < 0;
      if (isAhead) rank += 1;
      return isAhead;
    });
    return rank;
  }

  async page(first: number, count: number): Promise<readonly number[]> {
    const ids: number[] = [];
    let rank = 0;
    if (count === 0) return ids;
    await this.#walk(undefined, ({ id }) => {
      if (rank >= first) ids.push(id);
      rank += 1;
      return ids.length < count;
    });
    return ids;
  }

  /** Shows the entries in order, from about a place on, while they are wanted. */
  async #walk(place: SortPlace | undefined, wants: (met: SortPlace) => boolean): Promise<void> {
    this.#work.begin();
    for (const met of this.#met(place)) {
      if (!met) await this.#work.pause();
      else if (!wants(met)) return;
    }
  }

  *#met(place: SortPlace | undefined): Generator<Met> {
    const value = place?.values[0];
    const isLast = this.#ground.order[0]?.reverse !== true;
    const inLast = place !== undefined && value === undefined;
    const seen = new IdMarks();
    if (isLast) {
      if (!inLast) yield* this.#valued(value, seen);
      yield* this.#valueless(inLast ? place : undefined, seen);
    } else {
      if (!place || inLast) yield* this.#valueless(place, seen);
      yield* this.#valued(value, seen);
    }
  }

  *#valued(from: Buffer | undefined, seen: IdMarks): Generator<Met> {
    for (const { value, ids } of groupsOf(this.#steps(from))) {
      yield* this.#inOrder(ids, this.#anywhere, ({ id, values: [least] }) => {
        if (!least?.equals(value)) return false;
        seen.mark(id);
        return true;
      });
    }
  }

  /** @param seen entries that are known to have a value */
  *#valueless(place: SortPlace | undefined, seen: IdMarks): Generator<Met> {
    const { delivery, order, reader } = this.#ground;
    const { condition, tree } = delivery;
    const after = place && order.length === 1 ? place.id - 1 : 0;
    const found = searchedIds(reader, { condition, tree, after });
    const unseen = without(found.ids, seen);
    const isValueless = ({ values: [least] }: SortPlace): boolean => least === undefined;
    yield* this.#inOrder(unseen, { ...delivery, found }, isValueless);
  }

  /** Entries that are alike by the first key: by their ids, unless other keys come first. */
  *#inOrder(
    ids: Iterable<number>,
    delivery: Delivery,
    belongs: (place: SortPlace) => boolean,
  ): Generator<Met> {
    const { order, kernel } = this.#ground;
    const places: SortPlace[] = [];
    for (const id of ids) {
      const place = this.#work.placeOf(id, delivery);
      if (place && belongs(place)) {
        this.#work.count();
        if (order.length === 1) yield place;
        else if (places.push(place) > kernel.limits.sortedMax) throw tooMany();
      }
      if (this.#work.isPauseDue) yield undefined;
    }
    yield* places.sort((a, b) => comparePlaces(order, a, b));
  }
}

export const tooMany = (): LdapError =>
  new LdapError('adminLimitExceeded', 'too many entries to sort');

function* without(ids: Iterable<number>, marked: IdMarks): Generator<number> {
  for (const id of ids) if (!marked.has(id)) yield id;
}

/** The steps of an index, those together whose values are alike as far as they count. */
function* groupsOf(steps: Iterable<OrderedStep>): Generator<Group> {
  let group: Group | undefined;
  for (const { key, ids } of steps) {
    const value = cut(key);
    if (group?.value.equals(value)) {
      group = { value, ids: unionOfIds([group.ids, ids]) };
      continue;
    }
    if (group) yield group;
    group = { value, ids };
  }
  if (group) yield group;
}
