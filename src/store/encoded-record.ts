import type {
  AttributeSlice,
  ComputedAttribute,
  EncodedEntry,
  EntryLayout,
  EntryName,
  ValuePlace,
} from '../model/encoded-entry.js';
import type { LargeAttribute } from '../model/large-values.js';
import { contentAt } from '../protocol/length.js';
import { Tag } from '../protocol/tags.js';
import { attributesStart, operationalStart, rdnStart } from './entry-record.js';
import type { ParentName } from './name-cache.js';
import type { StoredShape } from './shape-dictionary.js';
import { type WholeRecord, wholeRecord } from './whole-record.js';

const nothingComputed: readonly ComputedAttribute[] = [];

/** An entry as a view of its record: its name and slices are made only for who asks for them. */
export class EncodedRecord implements EncodedEntry, EntryLayout {
  readonly shape: StoredShape;
  readonly computed = nothingComputed;
  readonly layout = this;
  /** Attributes that have rows of their own. */
  readonly large: readonly LargeAttribute[] | undefined;
  readonly rdnStart = rdnStart;
  readonly rdnEnd: number;
  readonly superior: Buffer | undefined;
  readonly #record: Buffer;
  /** Once an attribute is asked for that is short in the record. */
  #whole: WholeRecord | undefined;
  #dn: Buffer | undefined;
  #slices: AttributeSlice[] | undefined;

  constructor(
    record: Buffer,
    parent: ParentName | undefined,
    shape: StoredShape,
    large?: readonly LargeAttribute[],
  ) {
    this.#record = record;
    this.shape = shape;
    this.large = large;
    this.superior = parent?.dn;
    this.rdnEnd = attributesStart(record);
  }

  get bytes(): Buffer {
    return this.#whole?.bytes ?? this.#record;
  }

  get dn(): Buffer {
    return (this.#dn ??= nameBytes(this.#record, this));
  }

  get slices(): readonly AttributeSlice[] {
    return (this.#slices ??= this.#sliced());
  }

  endOf(place: number): number {
    const isUser = place < this.shape.userCount;
    const isWhole = isUser || this.#record[this.#storedEnd(place - 1)] !== Tag.set;
    return isWhole ? this.#storedEnd(place) : this.#wholeEnd(place);
  }

  valuesAt(place: number): ValuePlace {
    return { bytes: this.#record, start: this.#storedEnd(place - 1) };
  }

  /** Where the attribute at a place ends in the record itself. */
  #storedEnd(place: number): number {
    const { userCount } = this.shape;
    if (place < userCount - 1) return endAfter(this.#record, this.rdnEnd, place);
    return endAfter(this.#record, operationalStart(this.#record), place - userCount);
  }

  #wholeEnd(place: number): number {
    this.#whole ??= wholeRecord(this.#record, this.shape);
    return this.#whole.ends[place - this.shape.userCount] ?? 0;
  }

  #sliced(): AttributeSlice[] {
    let start = this.rdnEnd;
    return this.shape.descriptions.map((description, place) => {
      const slice = { description, start, end: this.endOf(place) };
      start = slice.end;
      return slice;
    });
  }
}

/** Where the attribute at a place ends, counted from the one that starts there. */
function endAfter(record: Buffer, start: number, place: number): number {
  let end = start;
  for (let at = 0; at <= place; at += 1) end = contentAt(record, end).end;
  return end;
}

/** The name of an entry: its RDN, then its parent's name. Short copies, faster octet by octet. */
function nameBytes(record: Buffer, { rdnEnd, superior }: EntryName): Buffer {
  const own = rdnEnd - rdnStart;
  const name = Buffer.allocUnsafe(superior === undefined ? own : own + 1 + superior.length);
  for (let at = 0; at < own; at += 1) name[at] = record[rdnStart + at] ?? 0;
  if (superior === undefined) return name;
  name[own] = 0x2c;
  for (let at = 0; at < superior.length; at += 1) name[own + 1 + at] = superior[at] ?? 0;
  return name;
}
