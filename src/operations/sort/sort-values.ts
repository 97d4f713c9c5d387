import type { EntryAccess } from '../../access/policy.js';
import { preparedBytesMax } from '../../store/indexes/index-key.js';
import { someCovered, someValue } from '../filter/slice-values.js';
import { isComputed } from '../search/computed.js';
import type { EntryView } from '../search/entry-view.js';
import type { OrderKey, SortOrder } from './sort-order.js';

/**
 * What an entry is sorted by: for each key the prepared form of its least value, undefined where
 * it has none. Of a long one the first octets count, as many as the index keeps in order.
 */
export type SortValues = readonly (Buffer | undefined)[];

/** A place in an order: that of an entry, or, with fewer values than keys, ahead of all alike. */
export interface SortPlace {
  readonly values: SortValues;
  readonly id: number;
}

/**
 * The values of an entry as its reader may know them: what may not be both searched and read
 * does not count, so that the order tells nothing of it.
 */
export function sortValuesOf(entry: EntryView, order: SortOrder): SortValues {
  return order.map((key) => cut(leastValue(entry, key)));
}

function leastValue(entry: EntryView, key: OrderKey): Buffer | undefined {
  const { attribute, rule } = key;
  const { access } = entry;
  let least: Buffer | undefined;
  const take = (value: Buffer): boolean => {
    const prepared = rule.prepareValue(value);
    if (prepared && (!least || prepared.compare(least) < 0)) least = prepared;
    return false;
  };
  if (isComputed(attribute.key) && mayKnow(access, attribute.key)) {
    entry.computed(attribute.key).forEach(take);
  }
  const { encoded } = entry;
  someCovered(
    encoded,
    attribute,
    (values, { key: type }) => mayKnow(access, type) && someValue(values, take),
  );
  return least;
}

const mayKnow = (access: EntryAccess, type: string): boolean =>
  access.may(type, 'search') && access.may(type, 'read');

/** The part of a prepared value that counts. */
export const cut = <T extends Buffer | undefined>(key: T): T | Buffer =>
  key && key.length > preparedBytesMax ? key.subarray(0, preparedBytesMax) : key;

/**
 * The order of two places. No value is greater than any (RFC 2891 §2.2), which a reverse key
 * turns round like the rest.
 */
export function comparePlaces(order: SortOrder, a: SortPlace, b: SortPlace): number {
  const common = Math.min(a.values.length, b.values.length);
  for (let at = 0; at < common; at += 1) {
    const difference = compareValues(a.values[at], b.values[at]);
    if (difference !== 0) return order[at]?.reverse === true ? -difference : difference;
  }
  return a.id - b.id;
}

function compareValues(a: Buffer | undefined, b: Buffer | undefined): number {
  if (a && b) return a.compare(b);
  if (a) return -1;
  return b ? 1 : 0;
}
