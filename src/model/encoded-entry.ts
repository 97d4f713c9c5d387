/**
 * An entry ready for the wire. `bytes` holds BER `PartialAttribute`s one after the other, user
 * attributes first; each slice is one of them. The buffer belongs to the store and is reused:
 * whoever keeps an entry past the call that receives it must copy.
 */
export interface EncodedEntry {
  /** RFC 4514 string as stored, UTF-8. */
  readonly dn: Buffer;
  readonly bytes: Buffer;
  readonly slices: readonly AttributeSlice[];
  /** Attributes made for this answer (memberOf, hasSubordinates, a computed member). */
  readonly computed: readonly ComputedAttribute[];
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
  reference(uris: readonly string[]): boolean;
  /** Resolves when the receiver can take more, rejects when it is gone. */
  drained(): Promise<void>;
}
