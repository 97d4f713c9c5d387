import type { Entry } from '../model/entry.js';
import { encodePartialAttribute } from '../protocol/partial-attribute.js';
import type { AttributeDictionary, KnownAttribute } from './attribute-dictionary.js';
import { inRecordOrder, type StoredAttribute } from './entry-record.js';
import { latest } from './rows.js';

/** An attribute on its way into a record. */
export interface PreparedAttribute extends StoredAttribute {
  readonly known: KnownAttribute;
  readonly values: readonly Buffer[];
}

/** Inside a write: the attributes of an entry, numbered, encoded and in the record's order. */
export function prepareAttributes(
  entry: Entry,
  dictionary: AttributeDictionary,
): PreparedAttribute[] {
  const prepared: PreparedAttribute[] = [];
  for (const { description, values } of entry.attributes.values()) {
    const known = dictionary.number(description, latest);
    const bytes = encodePartialAttribute(known.description, values);
    prepared.push({
      number: known.number,
      operational: known.operational,
      bytes,
      known,
      values,
    });
  }
  return inRecordOrder(prepared, ({ known }) => known.key === 'objectclass');
}
