import { createHash } from 'node:crypto';
import { approximateEdition } from '../../schema/approximate.js';
import type { Preparing } from '../../schema/definitions.js';
import { attributesOf, type ListDefinition, type ListOrder } from '../../schema/lists.js';
import type { Schema } from '../../schema/schema.js';
import { preparedBytesMax } from '../indexes/index-key.js';
import type { IndexedAttribute, IndexPlan } from '../indexes/index-plan.js';
import { type IndexedValues, sameValues } from '../indexes/index-update.js';
import { indexedAs, memberTest, type MemberTest } from './list-members.js';
import { listIdBytes } from './list-rows.js';

/** An order that lists are kept in: entries are sorted once for all lists that have it. */
export interface SortOrder {
  readonly indexed: IndexedAttribute;
  readonly prepare: Preparing;
  /** Whether it is that of the attribute's equality index. */
  readonly isOfIndex: boolean;
}

/** A list in one of its orders. */
export interface PlannedList {
  /** Among those of the plan. */
  readonly number: number;
  /** What its rows start with. */
  readonly id: Buffer;
  readonly definition: ListDefinition;
  readonly order: SortOrder;
}

interface Candidate {
  readonly isMember: MemberTest;
  readonly lists: readonly PlannedList[];
}

/** The lists of a schema, and which of them an entry is in. */
export interface ListPlan {
  readonly lists: readonly PlannedList[];
  /** The attributes that decide where an entry stands. */
  readonly attributes: ReadonlySet<IndexedAttribute>;
  listsOf(values: IndexedValues): readonly PlannedList[];
}

/** Sort keys: valueless entries come after all others. */
const withValue = Buffer.from([0]);
const noValue = Buffer.from([1]);

/** The sort key of a prepared value; of a long one the first octets count. */
export function sortKey(prepared: Buffer | undefined): Buffer {
  return prepared ? Buffer.concat([withValue, prepared.subarray(0, preparedBytesMax)]) : noValue;
}

/** The least of an entry's values, prepared. */
export function leastValue(
  { indexed, prepare }: SortOrder,
  values: IndexedValues,
): Buffer | undefined {
  let least: Buffer | undefined;
  for (const value of values.get(indexed) ?? []) {
    const prepared = prepare(value);
    if (prepared && (!least || prepared.compare(least) < 0)) least = prepared;
  }
  return least;
}

export function listPlanOf(schema: Schema, plan: IndexPlan): ListPlan {
  const orders = new SharedOrders(schema, plan);
  const classes = plan.get('objectclass');
  const attributes = new Set<IndexedAttribute>();
  const all: PlannedList[] = [];
  const ofClass: Candidate[] = [];
  const always: Candidate[] = [];
  const byAttribute = new Map<IndexedAttribute, Candidate[]>();
  for (const definition of schema.lists) {
    const lists = definition.orders.map((order, at) => ({
      number: all.length + at,
      id: idOf(definition, order),
      definition,
      order: orders.of(order),
    }));
    all.push(...lists);
    const candidate = { isMember: memberTest(definition.filter, schema, plan), lists };
    const named = attributesOf(definition.filter, schema).map(({ name }) =>
      indexedAs(name, schema, plan),
    );
    for (const each of named) attributes.add(each);
    const others = new Set(named.filter((indexed) => indexed !== classes));
    if (others.size === 0) ofClass.push(candidate);
    else if (hasNegation(definition.filter)) always.push(candidate);
    else for (const each of others) push(byAttribute, each, candidate);
  }
  for (const { indexed } of orders.all) attributes.add(indexed);
  return {
    lists: all,
    attributes,
    listsOf: membership({ classes, ofClass, always, byAttribute }),
  };
}

/** The orders of all lists, one object for those that are alike. */
class SharedOrders {
  readonly all: SortOrder[] = [];
  readonly #schema: Schema;
  readonly #plan: IndexPlan;

  constructor(schema: Schema, plan: IndexPlan) {
    this.#schema = schema;
    this.#plan = plan;
  }

  of({ type, rule }: ListOrder): SortOrder {
    const indexed = indexedAs(type.name, this.#schema, this.#plan);
    const { prepareValue: prepare } = rule;
    const known = this.all.find((each) => each.indexed === indexed && each.prepare === prepare);
    if (known) return known;
    const isOfIndex = indexed.equality?.prepareValue === prepare;
    const order = { indexed, prepare, isOfIndex };
    this.all.push(order);
    return order;
  }
}

function push<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const known = map.get(key);
  if (known) known.push(value);
  else map.set(key, [value]);
}

/** Combinations of classes that are remembered: few entries have others than the first ones. */
const combinationsMax = 8;

const hasNegation = (filter: ListDefinition['filter']): boolean =>
  filter.kind === 'not' ||
  ((filter.kind === 'and' || filter.kind === 'or') && filter.filters.some(hasNegation));

function idOf({ key }: ListDefinition, { type, rule }: ListOrder): Buffer {
  const text = [key, type.oid, rule.oid].join('\n');
  return createHash('sha256').update(text).digest().subarray(0, listIdBytes);
}

/** A bulk load asks for each entry: what classes alone decide is remembered by them. */
function membership(candidates: {
  readonly classes: IndexedAttribute | undefined;
  readonly ofClass: readonly Candidate[];
  readonly always: readonly Candidate[];
  readonly byAttribute: ReadonlyMap<IndexedAttribute, readonly Candidate[]>;
}): ListPlan['listsOf'] {
  const { classes, ofClass, always, byAttribute } = candidates;
  const known: { readonly its: readonly Buffer[]; readonly lists: readonly PlannedList[] }[] = [];
  const listsOfClasses = (values: IndexedValues): readonly PlannedList[] => {
    const its = (classes && values.get(classes)) ?? [];
    const same = known.find((each) => sameValues(each.its, its));
    if (same) return same.lists;
    const lists = ofClass.filter(({ isMember }) => isMember(values)).flatMap((each) => each.lists);
    if (known.length < combinationsMax)
      known.push({ its: its.map((one) => Buffer.from(one)), lists });
    return lists;
  };
  return (values) => {
    const plain = listsOfClasses(values);
    let more: Set<Candidate> | undefined = always.length > 0 ? new Set(always) : undefined;
    for (const indexed of values.keys()) {
      const named = byAttribute.get(indexed);
      if (!named) continue;
      more ??= new Set();
      for (const each of named) more.add(each);
    }
    if (!more) return plain;
    const lists = [...plain];
    for (const each of more) if (each.isMember(values)) lists.push(...each.lists);
    return lists;
  };
}

const listWord = 'list ';

export const isListText = (name: string): boolean => name.startsWith(listWord);

export const listText = ({ key }: ListDefinition): string => `${listWord}${key}`;

/** The ids in what `listPlanText` says of a list. */
export const listIdsOf = (text: string): Buffer[] =>
  (text.match(/\b[0-9a-f]{16}\b/g) ?? []).map((id) => Buffer.from(id, 'hex'));

/** The plan as plain data, as `planText` of the indexes has theirs. */
export function listPlanText({ lists }: Pick<ListPlan, 'lists'>): Record<string, string> {
  const texts = new Map<string, string>();
  for (const { id, definition, order } of lists) {
    const name = listText(definition);
    const text = `${order.indexed.name} ${id.toString('hex')} folded ${String(approximateEdition)}`;
    texts.set(name, [...(texts.get(name)?.split(', ') ?? []), text].sort().join(', '));
  }
  return Object.fromEntries([...texts].sort(([a], [b]) => (a < b ? -1 : 1)));
}
