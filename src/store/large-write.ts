import type { AttributeDictionary } from './attribute-dictionary.js';
import { boundedKey, indexKey, indexKindNumbers } from './indexes/index-key.js';
import type { IndexedAttribute } from './indexes/index-plan.js';
import { addPosting, removePosting } from './indexes/posting-update.js';
import type { PreparedEntry, StoredLarge } from './prepared-attribute.js';
import { latest, type Rows } from './rows.js';
import type { StoredValues } from './stored-values.js';
import { valueRowKey } from './value-rows.js';

/** An entry before and after, its large attributes among them. */
export interface LargeWrite {
  readonly id: number;
  readonly before: { readonly attributes: readonly StoredValues[]; readonly large: StoredLarge };
  readonly after: PreparedEntry;
}

/** Where a large write goes. */
export interface LargeTarget {
  readonly values: Rows<Buffer>;
  readonly index: Rows<Buffer>;
  readonly dictionary: AttributeDictionary;
}

/** Bounded equality keys that one type loses and gains, whatever the options of its values. */
interface TypeChange {
  readonly lost: Set<string>;
  readonly gained: Set<string>;
}

const noKey = Buffer.alloc(0);

/**
 * Brings the rows of an entry's large attributes up to date, and the indexes of their types: those
 * are on whole values, so that what differs is all that is looked at.
 *
 * @returns the indexes that are done with
 */
export function writeLarge(target: LargeTarget, write: LargeWrite): ReadonlySet<IndexedAttribute> {
  const changes = new Map<IndexedAttribute, TypeChange>();
  const changeOf = (indexed: IndexedAttribute | undefined): TypeChange | undefined => {
    if (indexed === undefined) return undefined;
    const change = changes.get(indexed) ?? { lost: new Set(), gained: new Set() };
    changes.set(indexed, change);
    return change;
  };
  writeRows(target, write, changeOf);
  for (const [indexed, change] of changes) {
    compareInRecord(write, indexed, change);
    updateIndex(target, write, { indexed, ...change });
  }
  return new Set(changes.keys());
}

function writeRows(
  { values, dictionary }: LargeTarget,
  { id, before, after }: LargeWrite,
  changeOf: (indexed: IndexedAttribute | undefined) => TypeChange | undefined,
): void {
  const rowKey = (number: number, key: string): Buffer =>
    valueRowKey(id, number, Buffer.from(key, 'latin1'));
  for (const { number, known, removed, added } of after.large) {
    const change = changeOf(known.indexed);
    for (const key of removed.keys()) {
      change?.lost.add(key);
      if (!added.has(key)) values.removeSync(rowKey(number, key));
    }
    for (const [key, value] of added) {
      change?.gained.add(key);
      values.putSync(rowKey(number, key), value);
    }
  }
  const kept = new Set(after.large.map(({ number }) => number));
  for (const [number, stored] of before.large) {
    if (kept.has(number)) continue;
    const change = changeOf(dictionary.at(number, latest).indexed);
    const keys = [...stored.keyed()].map(({ key }) => key.toString('latin1'));
    for (const key of keys) {
      change?.lost.add(key);
      values.removeSync(rowKey(number, key));
    }
  }
}

/** The values of the same type that lay, or will lie, in the record. */
function compareInRecord(
  { before, after }: LargeWrite,
  indexed: IndexedAttribute,
  { lost, gained }: TypeChange,
): void {
  for (const key of keysInRecord(before.attributes, indexed)) lost.add(key);
  for (const key of keysInRecord(after.attributes, indexed)) gained.add(key);
}

function keysInRecord(attributes: readonly StoredValues[], indexed: IndexedAttribute): string[] {
  return attributes
    .filter(({ known }) => known.indexed === indexed)
    .flatMap(({ values }) => values)
    .flatMap((value) => {
      const key = indexed.type.equality?.prepareValue(value);
      return key === undefined ? [] : [boundedKey(key).toString('latin1')];
    });
}

function updateIndex(
  target: LargeTarget,
  write: LargeWrite,
  { indexed, lost, gained }: TypeChange & { readonly indexed: IndexedAttribute },
): void {
  const { index, dictionary } = target;
  const { id, before, after } = write;
  const { number } = dictionary.number(indexed.type.name, latest);
  if (indexed.equality !== undefined) {
    const listKey = (key: string): Buffer =>
      indexKey(number, indexKindNumbers.equality, Buffer.from(key, 'latin1'));
    for (const key of lost) {
      if (!gained.has(key) && !isHeld(target, write, indexed, key)) {
        removePosting(index, listKey(key), id);
      }
    }
    for (const key of gained) if (!lost.has(key)) addPosting(index, listKey(key), id);
  }
  if (!indexed.presence) return;
  const isOfType = ({ known }: { readonly known: StoredValues['known'] }): boolean =>
    known.indexed === indexed;
  const was =
    before.attributes.some(isOfType) ||
    [...before.large.keys()].some((each) => dictionary.at(each, latest).indexed === indexed);
  const is = after.attributes.some(isOfType) || after.large.some(isOfType);
  const presence = indexKey(number, indexKindNumbers.presence, noKey);
  if (was && !is) removePosting(index, presence, id);
  if (is && !was) addPosting(index, presence, id);
}

/** Whether another attribute of the type, one with options, has the value too. */
function isHeld(
  { values }: LargeTarget,
  { id, after }: LargeWrite,
  indexed: IndexedAttribute,
  key: string,
): boolean {
  return after.large.some(
    ({ known, number }) =>
      known.indexed === indexed &&
      values.doesExist(valueRowKey(id, number, Buffer.from(key, 'latin1'))),
  );
}
