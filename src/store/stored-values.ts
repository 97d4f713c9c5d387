import type { Attribute } from '../model/entry.js';
import { decodeValues } from '../protocol/partial-attribute.js';
import { contentAt } from '../protocol/length.js';
import type { KnownAttribute } from './attribute-dictionary.js';
import { attributesStart } from './entry-record.js';
import type { StoredShape } from './shape-dictionary.js';

export interface IndexableValues {
  readonly known: KnownAttribute;
  readonly values: readonly Buffer[];
}

export interface StoredValues extends IndexableValues {
  /** As the record has it: BER PartialAttribute or, of a short one, the SET of its values. */
  readonly bytes: Buffer;
}

/** The attributes of a record, those wanted, their values as views of it once asked for. */
export function* storedValues(
  record: Buffer,
  shape: StoredShape,
  wanted?: (known: KnownAttribute) => boolean,
): Generator<RecordAttribute> {
  let start = attributesStart(record);
  for (const known of shape.attributes) {
    const { end } = contentAt(record, start);
    if (wanted?.(known) !== false) yield new RecordAttribute(known, record.subarray(start, end));
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
export function storedAttributes(record: Buffer, shape: StoredShape): Map<string, Attribute> {
  const attributes = new Map<string, Attribute>();
  for (const attribute of storedValues(record, shape)) {
    attributes.set(attribute.known.key, attribute);
  }
  return attributes;
}
