import { unionOfIds } from '../indexes/id-set.js';
import { preparedBytesMax } from '../indexes/index-key.js';
import type { IndexedAttribute } from '../indexes/index-plan.js';
import type { IndexedValues } from '../indexes/index-update.js';
import { widened } from '../indexes/posting-log.js';
import { TermTable } from '../indexes/term-table.js';
import type { EntryIds } from '../reader.js';
import {
  leastValue,
  type ListPlan,
  type PlannedList,
  sortKey,
  type SortOrder,
} from './list-plan.js';

/** Takes the items of one list, below one parent, in order. */
export interface ListSink {
  append(key: Buffer, id: number): void;
  finish(): void;
}

type SinkOf = (list: PlannedList, parentId: number) => ListSink;

/** Entries by value, in the order of the values. */
type Terms = Iterable<{ readonly key: Buffer; readonly ids: EntryIds }>;

/** The equality keys of the same entries, as the indexes gather them: prepared and sorted once. */
export interface EqualityTerms {
  termsOf(indexed: IndexedAttribute): Terms;
}

/** Entries that are in the same lists. */
type Group = ReadonlyMap<SortOrder, readonly PlannedList[]>;

/**
 * The lists of many entries, gathered in memory and handed out in order. Entries come in
 * ascending order of ids. Each order is sorted once, however many lists are kept in it.
 */
export class ListBuilder {
  readonly #plan: ListPlan;
  readonly #equality: EqualityTerms;
  /** Least values of the orders that are not those of an equality index. */
  readonly #gathered = new Map<SortOrder, TermTable>();
  /** The first is of entries that are in no list. */
  readonly #groups: Group[] = [new Map()];
  readonly #groupOfLists = new Map<string, number>();
  #groupOf = new Uint32Array(1_024);
  #parentOf = new Uint32Array(1_024);
  #lastLists: readonly PlannedList[] = [];
  #lastGroup = 0;

  /** @param equality must have gathered the same entries by the time the lists are handed out */
  constructor(plan: ListPlan, equality: EqualityTerms) {
    this.#plan = plan;
    this.#equality = equality;
  }

  add(id: number, parentId: number, values: IndexedValues): void {
    const lists = this.#plan.listsOf(values);
    if (lists.length === 0) return;
    if (id >= this.#groupOf.length) {
      this.#groupOf = widened(this.#groupOf, id + 1);
      this.#parentOf = widened(this.#parentOf, id + 1);
    }
    const number = this.#groupOfThose(lists);
    this.#groupOf[id] = number;
    this.#parentOf[id] = parentId;
    for (const order of this.#groups[number]?.keys() ?? []) {
      if (!order.isOfIndex) this.#gather(order, id, values);
    }
  }

  #groupOfThose(lists: readonly PlannedList[]): number {
    if (lists === this.#lastLists) return this.#lastGroup;
    const name = lists.map(({ number }) => number).join();
    let group = this.#groupOfLists.get(name);
    if (group === undefined) {
      group = this.#groups.push(byOrder(lists)) - 1;
      this.#groupOfLists.set(name, group);
    }
    this.#lastLists = lists;
    this.#lastGroup = group;
    return group;
  }

  #gather(order: SortOrder, id: number, values: IndexedValues): void {
    let table = this.#gathered.get(order);
    if (!table) {
      table = new TermTable();
      this.#gathered.set(order, table);
    }
    const least = leastValue(order, values);
    if (least) table.add(least.subarray(0, preparedBytesMax), id);
  }

  /** Hands out every list, order by order; nothing is left afterwards. */
  handOut(sinkOf: SinkOf): void {
    for (const order of new Set(this.#groups.flatMap((group) => [...group.keys()]))) {
      const terms = order.isOfIndex
        ? this.#equality.termsOf(order.indexed)
        : (this.#gathered.get(order)?.inOrder() ?? []);
      this.#handOutOrder(order, terms, sinkOf);
      this.#gathered.delete(order);
    }
  }

  /** An entry stands where its least value does, the first that is met; without any, at the end. */
  #handOutOrder(order: SortOrder, terms: Terms, sinkOf: SinkOf): void {
    const sinks = new Sinks(sinkOf);
    const placed = new Uint8Array(this.#groupOf.length);
    const place = (key: Buffer, id: number): void => {
      if (placed[id] === 1) return;
      placed[id] = 1;
      const parentId = this.#parentOf[id] ?? 0;
      for (const list of this.#groups[this.#groupOf[id] ?? 0]?.get(order) ?? []) {
        sinks.of(list, parentId).append(key, id);
      }
    };
    for (const { key, ids } of withoutDigests(terms)) {
      const itemKey = sortKey(key);
      for (const id of ids) place(itemKey, id);
    }
    const none = sortKey(undefined);
    for (let id = 1; id < placed.length; id += 1) {
      if (this.#groupOf[id] !== 0) place(none, id);
    }
    sinks.finish();
  }
}

function byOrder(lists: readonly PlannedList[]): Group {
  const group = new Map<SortOrder, PlannedList[]>();
  for (const list of lists) {
    const others = group.get(list.order);
    if (others) others.push(list);
    else group.set(list.order, [list]);
  }
  return group;
}

/** Of long keys the beginning counts: those that begin alike are one. */
function* withoutDigests(
  terms: Terms,
): Generator<{ readonly key: Buffer; readonly ids: EntryIds }> {
  let open: { readonly key: Buffer; readonly ids: EntryIds } | undefined;
  for (const { key, ids } of terms) {
    const cut = key.subarray(0, preparedBytesMax);
    if (open?.key.equals(cut) === true) {
      open = { key: cut, ids: unionOfIds([open.ids, ids]) };
      continue;
    }
    if (open) yield open;
    open = { key: cut, ids };
  }
  if (open) yield open;
}

/** The sinks that are open, by list and parent. */
class Sinks {
  readonly #sinkOf: SinkOf;
  readonly #open = new Map<PlannedList, Map<number, ListSink>>();

  constructor(sinkOf: SinkOf) {
    this.#sinkOf = sinkOf;
  }

  of(list: PlannedList, parentId: number): ListSink {
    let below = this.#open.get(list);
    if (!below) {
      below = new Map();
      this.#open.set(list, below);
    }
    let sink = below.get(parentId);
    if (!sink) {
      sink = this.#sinkOf(list, parentId);
      below.set(parentId, sink);
    }
    return sink;
  }

  finish(): void {
    for (const below of this.#open.values()) for (const sink of below.values()) sink.finish();
  }
}
