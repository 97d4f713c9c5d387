import type {
  AttributeSlice,
  ComputedAttribute,
  EncodedEntry,
  EntryLayout,
  EntryName,
  EntryShape,
} from '../model/encoded-entry.js';
import type { LargeAttribute } from '../model/large-values.js';
import { attributeEndOf, attributesStart, rdnStart } from './entry-record.js';
import type { ParentName } from './name-cache.js';

const nothingComputed: readonly ComputedAttribute[] = [];

/** An entry as a view of its record: its name and slices are made only for who asks for them. */
export class EncodedRecord implements EncodedEntry, EntryLayout {
  readonly bytes: Buffer;
  readonly shape: EntryShape;
  readonly computed = nothingComputed;
  readonly layout = this;
  /** Attributes that have rows of their own. */
  readonly large: readonly LargeAttribute[] | undefined;
  readonly rdnEnd: number;
  readonly superior: Buffer | undefined;
  #dn: Buffer | undefined;
  #slices: AttributeSlice[] | undefined;

  constructor(
    record: Buffer,
    parent: ParentName | undefined,
    shape: EntryShape,
    large?: readonly LargeAttribute[],
  ) {
    this.bytes = record;
    this.shape = shape;
    this.large = large;
    this.superior = parent?.dn;
    this.rdnEnd = attributesStart(record);
  }

  get rdnStart(): number {
    return rdnStart(this.bytes);
  }

  get dn(): Buffer {
    return (this.#dn ??= nameBytes(this.bytes, this));
  }

  get slices(): readonly AttributeSlice[] {
    return (this.#slices ??= this.#sliced());
  }

  endOf(place: number): number {
    return place < 0 ? this.rdnEnd : this.rdnEnd + attributeEndOf(this.bytes, place);
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

/** The name of an entry: its RDN, then its parent's name. Short copies, faster octet by octet. */
function nameBytes(record: Buffer, { rdnStart: start, rdnEnd, superior }: EntryName): Buffer {
  const own = rdnEnd - start;
  const name = Buffer.allocUnsafe(superior === undefined ? own : own + 1 + superior.length);
  for (let at = 0; at < own; at += 1) name[at] = record[start + at] ?? 0;
  if (superior === undefined) return name;
  name[own] = 0x2c;
  for (let at = 0; at < superior.length; at += 1) name[own + 1 + at] = superior[at] ?? 0;
  return name;
}
