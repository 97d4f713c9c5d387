import type { EntryAccess } from '../../access/policy.js';
import type { EncodedEntry } from '../../model/encoded-entry.js';

/** One entry as filters and selections look at it. */
export interface EntryView {
  readonly id: number;
  readonly encoded: EncodedEntry;
  readonly access: EntryAccess;
  /** The values of a computed attribute, by lower-cased name; empty when it has none. */
  computed(key: string): readonly Buffer[];
}

/** RFC 4511 §4.5.1.7: TRUE, FALSE or Undefined. */
export type Truth = boolean | undefined;
