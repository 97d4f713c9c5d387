import type { Attribute } from '../model/entry.js';
import { decodeValues } from '../protocol/partial-attribute.js';
import type { AttributeDictionary, KnownAttribute } from './attribute-dictionary.js';
import {
  attributeCountOf,
  attributeEndOf,
  attributeNumberOf,
  attributesStart,
} from './entry-record.js';
import type { View } from './rows.js';

export interface IndexableValues {
  readonly known: KnownAttribute;
  readonly values: readonly Buffer[];
}

export interface StoredValues extends IndexableValues {
  /** BER PartialAttribute. */
  readonly bytes: Buffer;
}

/** The attributes of a record, those wanted, their values as views of it once asked for. */
export function* storedValues(
  record: Buffer,
  dictionary: AttributeDictionary,
  options: { readonly view: View; readonly wanted?: (known: KnownAttribute) => boolean },
): Generator<RecordAttribute> {
  const base = attributesStart(record);
  const count = attributeCountOf(record);
  let start = base;
  for (let at = 0; at < count; at += 1) {
    const end = base + attributeEndOf(record, at);
    const known = dictionary.at(attributeNumberOf(record, at), options.view);
    if (options.wanted?.(known) !== false) {
      yield new RecordAttribute(known, record.subarray(start, end));
    }
    start = end;
  }
}

/**
 * An attribute of a record. A write looks at few of an entry's attributes: the others are neither
 * decoded nor checked nor encoded again.
 */
class RecordAttribute implements Attribute, StoredValues {
  readonly known: KnownAttribute;
  readonly bytes: Buffer;
  #values: readonly Buffer[] | undefined;

  constructor(known: KnownAttribute, bytes: Buffer) {
    this.known = known;
    this.bytes = bytes;
  }

  get description(): string {
    return this.known.description;
  }

  get stored(): Buffer {
    return this.bytes;
  }

  get values(): readonly Buffer[] {
    return (this.#values ??= decodeValues(this.bytes));
  }
}

/** The attributes of a record by lower-cased description. */
export function storedAttributes(
  record: Buffer,
  dictionary: AttributeDictionary,
  view: View,
): Map<string, Attribute> {
  const attributes = new Map<string, Attribute>();
  for (const attribute of storedValues(record, dictionary, { view })) {
    attributes.set(attribute.known.key, attribute);
  }
  return attributes;
}
