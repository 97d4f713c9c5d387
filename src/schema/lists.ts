import { type Filter } from '../model/filter.js';
import { parseFilter } from '../model/filter-text.js';
import type { PlacedDefinition } from './definition-index.js';
import type { AttributeType, MatchingRule } from './definitions.js';
import { listKey } from './list-key.js';
import type { Schema } from './schema.js';
import { schemaFault } from './schema-file.js';

/**
 * Lists that the store keeps in order, below each parent: those of an `X-LIST` extension. What
 * other servers declare as a VLV index is here a filter and the orders in which pages are asked
 * of what it finds, each an attribute with, where its own rule is not meant, an ordering rule:
 *
 *     X-LIST ( '(objectClass=inetOrgPerson) cn sn uid sn:fr' )
 *
 * The extension may stand with any attribute type or class; other servers ignore it.
 */
export interface ListDefinition {
  readonly filter: Filter;
  /** Equal for filters that ask the same of an entry (`list-key.ts`). */
  readonly key: string;
  readonly orders: readonly ListOrder[];
}

export interface ListOrder {
  readonly type: AttributeType;
  /** Entries are in the order of its keys. */
  readonly rule: MatchingRule;
}

/**
 * The lists of a schema, those of equal filters as one.
 *
 * @throws Error naming the place and the fault: an unknown attribute or rule, a filter of other
 * than `=`, presence, `&`, `|` and `!`, an attribute that has subtypes or no index
 */
export function definedLists(
  definitions: readonly PlacedDefinition[],
  schema: Schema,
): readonly ListDefinition[] {
  const lists = new Map<string, ListDefinition>();
  for (const { fields, place } of definitions) {
    for (const text of fields.get('X-LIST') ?? []) {
      const list = readList(text, place, schema);
      const known = lists.get(list.key);
      const orders = known ? [...known.orders, ...list.orders] : list.orders;
      lists.set(list.key, { ...list, orders: withoutRepeats(orders) });
    }
  }
  return [...lists.values()];
}

function readList(text: string, place: string, schema: Schema): ListDefinition {
  const end = text.lastIndexOf(')') + 1;
  const filter = readFilter(text.slice(0, end), place);
  const key = listKey(schema, filter);
  if (key === undefined) throw schemaFault(place, `no list is kept of “${text.slice(0, end)}”`);
  for (const type of attributesOf(filter, schema)) requireListable(type, place, schema);
  const orders = text
    .slice(end)
    .split(' ')
    .filter((word) => word !== '')
    .map((word) => readOrder(word, place, schema));
  if (orders.length === 0) throw schemaFault(place, `“${text}” names no order`);
  return { filter, key, orders };
}

function readFilter(text: string, place: string): Filter {
  try {
    return parseFilter(text);
  } catch (error) {
    throw schemaFault(place, error instanceof Error ? error.message : String(error));
  }
}

function readOrder(word: string, place: string, schema: Schema): ListOrder {
  const [name = '', ruleName] = word.split(':');
  const type = schema.attributeType(name);
  if (type === undefined) throw schemaFault(place, `unknown attribute type “${name}” in X-LIST`);
  requireListable(type, place, schema);
  const rule =
    ruleName === undefined ? (type.ordering ?? type.equality) : schema.matchingRule(ruleName);
  if (rule === undefined || (ruleName !== undefined && rule.use !== 'ordering')) {
    throw schemaFault(place, `no order for “${word}” in X-LIST`);
  }
  return { type, rule };
}

/** What the store gathers by attribute: an index of its own, and no subtypes that count too. */
function requireListable(type: AttributeType, place: string, schema: Schema): void {
  if (type.indexes.size === 0 || schema.subtypesOf(type).length > 1) {
    throw schemaFault(place, `“${type.name}” in X-LIST has no index, or subtypes`);
  }
}

/** The attribute types that a filter of a list names. */
export function attributesOf(filter: Filter, schema: Schema): AttributeType[] {
  if ('filters' in filter) {
    return filter.filters.flatMap((each) => attributesOf(each, schema));
  }
  if ('filter' in filter) return attributesOf(filter.filter, schema);
  const type = schema.attributeType(filter.attribute ?? '');
  return type ? [type] : [];
}

function withoutRepeats(orders: readonly ListOrder[]): ListOrder[] {
  return orders.filter(
    (order, at) =>
      orders.findIndex(
        ({ type, rule }) => type === order.type && rule.prepareValue === order.rule.prepareValue,
      ) === at,
  );
}
