import type { IndexedAttribute } from './index-plan.js';
import { listKeysOf } from './index-terms.js';
import { addPosting, removePosting } from './posting-update.js';
import type { Rows } from '../rows.js';
import type { StoredValues } from '../stored-values.js';

/** The values of an entry by index: those of all options of a type together. */
export type IndexedValues = ReadonlyMap<IndexedAttribute, readonly Buffer[]>;

export function valuesByIndex(attributes: Iterable<StoredValues>): IndexedValues {
  const values = new Map<IndexedAttribute, readonly Buffer[]>();
  for (const { known, values: its } of attributes) {
    if (known.indexed === undefined) continue;
    const others = values.get(known.indexed);
    values.set(known.indexed, others === undefined ? its : [...others, ...its]);
  }
  return values;
}

/** Brings the index rows of an entry from one set of values to another; equal ones cost nothing. */
export function updateIndexes(
  rows: Rows<Buffer>,
  change: {
    readonly id: number;
    readonly before: IndexedValues;
    readonly after: IndexedValues;
    readonly numberOf: (indexed: IndexedAttribute) => number;
  },
): void {
  const { id, before, after, numberOf } = change;
  for (const indexed of new Set([...before.keys(), ...after.keys()])) {
    const old = before.get(indexed) ?? [];
    const now = after.get(indexed) ?? [];
    if (sameValues(old, now)) continue;
    const number = numberOf(indexed);
    const oldKeys = listKeysOf(indexed, number, old);
    const nowKeys = listKeysOf(indexed, number, now);
    for (const [text, key] of oldKeys) if (!nowKeys.has(text)) removePosting(rows, key, id);
    for (const [text, key] of nowKeys) if (!oldKeys.has(text)) addPosting(rows, key, id);
  }
}

function sameValues(a: readonly Buffer[], b: readonly Buffer[]): boolean {
  return a.length === b.length && a.every((value, at) => b[at]?.equals(value) === true);
}
