import type { Attribute } from '../model/entry.js';
import { decodePartialAttribute } from '../protocol/partial-attribute.js';
import type { AttributeDictionary, KnownAttribute } from './attribute-dictionary.js';
import {
  attributeCountOf,
  attributeEndOf,
  attributeNumberOf,
  attributesStart,
} from './entry-record.js';
import type { View } from './rows.js';

export interface StoredValues {
  readonly known: KnownAttribute;
  readonly values: readonly Buffer[];
}

/** The attributes of a record, those wanted, their values as views of it. */
export function* storedValues(
  record: Buffer,
  dictionary: AttributeDictionary,
  options: { readonly view: View; readonly wanted?: (known: KnownAttribute) => boolean },
): Generator<StoredValues> {
  const base = attributesStart(record);
  const count = attributeCountOf(record);
  let start = base;
  for (let at = 0; at < count; at += 1) {
    const end = base + attributeEndOf(record, at);
    const known = dictionary.at(attributeNumberOf(record, at), options.view);
    if (options.wanted?.(known) !== false) {
      yield { known, values: decodePartialAttribute(record, start, end).values };
    }
    start = end;
  }
}

/** The attributes of a record by lower-cased description. */
export function storedAttributes(
  record: Buffer,
  dictionary: AttributeDictionary,
  view: View,
): Map<string, Attribute> {
  const attributes = new Map<string, Attribute>();
  for (const { known, values } of storedValues(record, dictionary, { view })) {
    attributes.set(known.key, { description: known.description, values });
  }
  return attributes;
}
