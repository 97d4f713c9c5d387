import type { EntryAccess } from '../../access/policy.js';
import type { EncodedEntry } from '../../model/encoded-entry.js';
import type { LargeValues } from '../../model/large-values.js';

/** Members computed for an answer. */
export interface ComputedMembers extends LargeValues {
  /** At most so many, as far as is known without reading them. */
  readonly bound: number;
  readonly any: boolean;
}

/** One entry as filters and selections look at it. */
export interface EntryView {
  readonly id: number;
  readonly encoded: EncodedEntry;
  readonly access: EntryAccess;
  /** The values of a computed attribute, by lower-cased name; empty when it has none. */
  computed(key: string): readonly Buffer[];
  /** Of a group, the members that are computed; undefined: those that are stored are all. */
  members(): ComputedMembers | undefined;
  /** To be told once rows were read by the view's reader: `encoded` is then read anew. */
  readerMoves(): void;
}

/** RFC 4511 §4.5.1.7: TRUE, FALSE or Undefined. */
export type Truth = boolean | undefined;
