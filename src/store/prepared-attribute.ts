import type { Attribute, Entry } from '../model/entry.js';
import { octetStringsSize } from '../model/large-values.js';
import { encodePartialAttribute, encodeValueSet } from '../protocol/partial-attribute.js';
import { Tag } from '../protocol/tags.js';
import type { AttributeDictionary, KnownAttribute } from './attribute-dictionary.js';
import { inRecordOrder, largeAttributesMax, type StoredAttribute } from './entry-record.js';
import { boundedKey } from './indexes/index-key.js';
import { latest } from './rows.js';
import { StoredLargeValues, type ValueCount } from './value-rows.js';

/** An attribute on its way into a record. */
export interface PreparedAttribute extends StoredAttribute {
  readonly known: KnownAttribute;
  readonly values: readonly Buffer[];
}

/** Values by their bounded equality keys as latin1. */
export type KeyedValues = ReadonlyMap<string, Buffer>;

/** A large attribute: its count for the record, and how its rows differ from the stored ones. */
export interface PreparedLarge extends ValueCount {
  readonly known: KnownAttribute;
  readonly removed: KeyedValues;
  readonly added: KeyedValues;
}

/** An entry numbered and encoded. */
export interface PreparedEntry {
  /** In the record's order. */
  readonly attributes: readonly PreparedAttribute[];
  readonly large: readonly PreparedLarge[];
}

/** The large attributes that an entry has on disk, by their numbers. */
export type StoredLarge = ReadonlyMap<number, StoredLargeValues>;

/** Beyond this many values an attribute becomes large, and below that many it no longer is. */
export const largeFrom = 257;
export const largeDownTo = 128;

const none: KeyedValues = new Map();

/** Inside a write: the attributes of an entry, some of which may be large already. */
export function prepareEntry(
  entry: Entry,
  dictionary: AttributeDictionary,
  stored: StoredLarge = new Map(),
): PreparedEntry {
  const attributes: PreparedAttribute[] = [];
  const large: PreparedLarge[] = [];
  for (const attribute of entry.attributes.values()) {
    const known = dictionary.number(attribute.description, latest);
    const rows = large.length < largeAttributesMax && prepareLarge(known, attribute, stored);
    if (rows) large.push(rows);
    else attributes.push(new InlineAttribute(known, attribute));
  }
  const isClasses = ({ known }: PreparedAttribute): boolean => known.key === 'objectclass';
  return { attributes: inRecordOrder(attributes, isClasses), large };
}

/** An attribute that lies in the record. One that was read from there leaves as it came. */
class InlineAttribute implements PreparedAttribute {
  readonly number: number;
  readonly operational: boolean;
  readonly bytes: Buffer;
  readonly known: KnownAttribute;
  readonly #attribute: Attribute;

  constructor(known: KnownAttribute, attribute: Attribute) {
    this.number = known.number;
    this.operational = known.operational;
    this.known = known;
    this.bytes = recordBytes(known, attribute);
    this.#attribute = attribute;
  }

  get values(): readonly Buffer[] {
    return this.#attribute.values;
  }
}

function recordBytes({ isShort, description }: KnownAttribute, attribute: Attribute): Buffer {
  const { stored } = attribute;
  if (stored && (stored[0] === Tag.set) === isShort) return stored;
  const { values } = attribute;
  return isShort ? encodeValueSet(values) : encodePartialAttribute(description, values);
}

/** The attribute as rows; undefined when it lies in the record. */
function prepareLarge(
  known: KnownAttribute,
  attribute: Attribute,
  stored: StoredLarge,
): PreparedLarge | undefined {
  if (known.largeBy === undefined) return undefined;
  const rows = stored.get(known.number);
  const count = attribute.large?.count ?? attribute.values.length;
  if (count < (rows ? largeDownTo : largeFrom)) return undefined;
  const { number } = known;
  const changed = rows && changeOf(rows, attribute);
  if (changed) {
    const { removed, added } = changed;
    const gone = octetStringsSize(removed.values());
    const valueBytes = rows.valueBytes - gone + octetStringsSize(added.values());
    return { number, known, count, valueBytes, removed, added };
  }
  const keyed = keyedValues(known, attribute.values);
  if (!keyed) return undefined;
  const valueBytes = octetStringsSize(keyed.values());
  const difference = rows ? differenceOf(rows, keyed) : { removed: none, added: keyed };
  return { number, known, count, valueBytes, ...difference };
}

/** What a write makes of these very rows; undefined when the values come from elsewhere. */
function changeOf(
  rows: StoredLargeValues,
  { large }: Attribute,
): Pick<PreparedLarge, 'removed' | 'added'> | undefined {
  const base = large?.change?.base ?? large;
  if (!(base instanceof StoredLargeValues)) return undefined;
  if (base.id !== rows.id || base.number !== rows.number) return undefined;
  if (!large?.change) return { removed: none, added: none };
  return { removed: bounded(large.change.removed), added: bounded(large.change.added) };
}

function bounded(values: ReadonlyMap<string, Buffer>): KeyedValues {
  return new Map(
    [...values].map(([key, value]) => [
      boundedKey(Buffer.from(key, 'latin1')).toString('latin1'),
      value,
    ]),
  );
}

/** Undefined when some value has no key, or two have the same: they stay in the record. */
function keyedValues(
  { largeBy }: KnownAttribute,
  values: readonly Buffer[],
): KeyedValues | undefined {
  const keyed = new Map<string, Buffer>();
  for (const value of values) {
    const key = largeBy?.prepareValue(value);
    if (key === undefined) return undefined;
    keyed.set(boundedKey(key).toString('latin1'), value);
  }
  return keyed.size === values.length ? keyed : undefined;
}

function differenceOf(
  rows: StoredLargeValues,
  keyed: KeyedValues,
): Pick<PreparedLarge, 'removed' | 'added'> {
  const removed = new Map<string, Buffer>();
  const added = new Map(keyed);
  for (const { key, value } of rows.keyed()) {
    const text = key.toString('latin1');
    if (added.get(text)?.equals(value) === true) added.delete(text);
    else removed.set(text, value);
  }
  return { removed, added };
}
