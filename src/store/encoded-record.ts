import type {
  AttributeSlice,
  ComputedAttribute,
  EncodedEntry,
  EntryLayout,
  EntryShape,
} from '../model/encoded-entry.js';
import { attributeEndOf, attributesStart } from './entry-record.js';

const nothingComputed: readonly ComputedAttribute[] = [];

/** An entry as a view of its record: slices are made only for who asks for them. */
export class EncodedRecord implements EncodedEntry, EntryLayout {
  readonly dn: Buffer;
  readonly bytes: Buffer;
  readonly shape: EntryShape;
  readonly computed = nothingComputed;
  readonly layout = this;
  readonly #start: number;
  #slices: AttributeSlice[] | undefined;

  constructor(record: Buffer, dn: Buffer, shape: EntryShape) {
    this.dn = dn;
    this.bytes = record;
    this.shape = shape;
    this.#start = attributesStart(record);
  }

  get slices(): readonly AttributeSlice[] {
    return (this.#slices ??= this.#sliced());
  }

  endOf(place: number): number {
    return place < 0 ? this.#start : this.#start + attributeEndOf(this.bytes, place);
  }

  #sliced(): AttributeSlice[] {
    let start = this.#start;
    return this.shape.descriptions.map((description, place) => {
      const slice = { description, start, end: this.endOf(place) };
      start = slice.end;
      return slice;
    });
  }
}
