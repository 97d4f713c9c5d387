import type { LargeAttribute } from './large-values.js';

/**
 * An entry ready for the wire. `bytes` holds BER `PartialAttribute`s one after the other, user
 * attributes first; each slice is one of them. Take `bytes` after the slices, or ends, that are
 * sought in them: a store may make some attributes only then. The buffer belongs to the store and
 * is reused: whoever keeps an entry past the call that receives it must copy.
 */
export interface EncodedEntry {
  /** RFC 4514 string as stored, UTF-8. */
  readonly dn: Buffer;
  /** The same where it lies, for who only writes it down. */
  readonly name?: EntryName;
  readonly bytes: Buffer;
  readonly slices: readonly AttributeSlice[];
  /** Attributes made for this answer (memberOf, hasSubordinates, a computed member). */
  readonly computed: readonly ComputedAttribute[];
  /** The slices of a whole stored entry, for who wants some of them and no object for each. */
  readonly layout?: EntryLayout;
  /** The slices as contiguous parts of `bytes`: start, end, start, end… */
  readonly runs?: readonly number[];
  /** Attributes whose values are not in `bytes`; undefined, not empty, where there is none. */
  readonly large: readonly LargeAttribute[] | undefined;
}

/** A name in two parts: the RDN in the entry's `bytes`, and the name it hangs below, if any. */
export interface EntryName {
  readonly rdnStart: number;
  readonly rdnEnd: number;
  readonly superior: Buffer | undefined;
}

/** Where the attributes of a stored entry lie. */
export interface EntryLayout extends EntryName {
  readonly shape: EntryShape;
  /** Where the attribute at that place ends and the next one starts; -1: where the first does. */
  endOf(place: number): number;
  /** Where the values of the attribute at that place stand; asking makes nothing. */
  valuesAt(place: number): ValuePlace;
}

/** Where the values of an attribute stand: a BER `PartialAttribute`, or the SET of them alone. */
export interface ValuePlace {
  readonly bytes: Buffer;
  readonly start: number;
}

/**
 * The attributes of all entries that have the same ones in the same order. One object for all of
 * them, so that what is decided for one holds for the others.
 */
export interface EntryShape {
  /** Canonical descriptions, by place. */
  readonly descriptions: readonly string[];
  readonly places: ReadonlyMap<string, number>;
}

export interface AttributeSlice {
  /** Canonical description; the same string object for the same attribute, always. */
  readonly description: string;
  /** Offsets into `bytes` of the whole PartialAttribute TLV, tag and length included. */
  readonly start: number;
  readonly end: number;
}

export interface ComputedAttribute {
  readonly description: string;
  readonly values: readonly Buffer[];
}

/** Where a search delivers what it finds. Each call must copy what it wants to keep. */
export interface SearchSink {
  /** False once no more should be pushed until `drained` resolves. */
  entry(entry: EncodedEntry, typesOnly: boolean): boolean;
  /**
   * Delivers an entry whose large attributes are too many octets to be held, a piece at a time as
   * the receiver takes them; their `valueBytes` are known. Rejects as `drained` does. Where it is
   * absent `entry` takes such entries whole.
   */
  inPieces?(entry: EncodedEntry): Promise<void>;
  reference(uris: readonly string[]): boolean;
  /** Resolves when the receiver can take more, rejects when it is gone. */
  drained(): Promise<void>;
}
