import type { IndexedAttribute } from './index-plan.js';
import { listKeysOf } from './index-terms.js';
import { addPosting, removePosting } from './posting-update.js';
import { followSpellings } from './spellings.js';
import type { Rows } from '../rows.js';
import type { IndexableValues, StoredValues } from '../stored-values.js';

/** The values of an entry by index: those of all options of a type together. */
export type IndexedValues = ReadonlyMap<IndexedAttribute, readonly Buffer[]>;

/** @param only these indexes; absent: all */
export function valuesByIndex(
  attributes: Iterable<IndexableValues>,
  only?: ReadonlySet<IndexedAttribute>,
): IndexedValues {
  const values = new Map<IndexedAttribute, readonly Buffer[]>();
  for (const attribute of attributes) {
    const { indexed } = attribute.known;
    if (indexed === undefined || only?.has(indexed) === false) continue;
    const others = values.get(indexed);
    const its = attribute.values;
    values.set(indexed, others === undefined ? its : [...others, ...its]);
  }
  return values;
}

/** The indexes of attributes whose octets differ: most of an entry's are as they were. */
export function touchedIndexes(
  before: readonly Pick<StoredValues, 'known' | 'bytes'>[],
  after: readonly Pick<StoredValues, 'known' | 'bytes'>[],
): ReadonlySet<IndexedAttribute> {
  const left = new Map(before.map((each) => [each.known.number, each]));
  const touched = new Set<IndexedAttribute>();
  for (const { known, bytes } of after) {
    const was = left.get(known.number);
    left.delete(known.number);
    if (known.indexed && was?.bytes.equals(bytes) !== true) touched.add(known.indexed);
  }
  for (const { known } of left.values()) if (known.indexed) touched.add(known.indexed);
  return touched;
}

/** Brings the index rows of an entry from one set of values to another; equal ones cost nothing. */
export function updateIndexes(
  rows: Rows<Buffer>,
  change: {
    readonly id: number;
    readonly before: IndexedValues;
    readonly after: IndexedValues;
    readonly numberOf: (indexed: IndexedAttribute) => number;
    /** Indexes that are up to date already. */
    readonly done?: ReadonlySet<IndexedAttribute> | undefined;
  },
): void {
  const { id, before, after, numberOf, done } = change;
  for (const indexed of new Set([...before.keys(), ...after.keys()])) {
    if (done?.has(indexed)) continue;
    const old = before.get(indexed) ?? [];
    const now = after.get(indexed) ?? [];
    if (sameValues(old, now)) continue;
    const number = numberOf(indexed);
    const oldKeys = listKeysOf(indexed, number, old);
    const nowKeys = listKeysOf(indexed, number, now);
    for (const [text, key] of oldKeys) if (!nowKeys.has(text)) removePosting(rows, key, id);
    for (const [text, key] of nowKeys) if (!oldKeys.has(text)) addPosting(rows, key, id);
    if (indexed.words) followSpellings(rows, oldKeys, nowKeys);
  }
}

export function sameValues(a: readonly Buffer[], b: readonly Buffer[]): boolean {
  return a.length === b.length && a.every((value, at) => b[at]?.equals(value) === true);
}
