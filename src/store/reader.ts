import type { EncodedEntry } from '../model/encoded-entry.js';
import type { Entry } from '../model/entry.js';
import type { DnKey } from '../schema/definitions.js';
import type { JournalRow } from './journal.js';

/** Entry ids, ascending, without duplicates. */
export type EntryIds = Uint32Array;

/** What an index says of one assertion. */
export interface Postings {
  /** How many ids: exact, or an upper bound where reading them is needed to know. */
  readonly count: number;
  /** Whether every id is sure to match (the key was not truncated, no gram approximation). */
  readonly exact: boolean;
  ids(): EntryIds;
}

/** Prepared substring parts (`MatchingRule.preparePart`). */
export interface SubstringKeys {
  readonly initial: Buffer | undefined;
  readonly any: readonly Buffer[];
  readonly final: Buffer | undefined;
}

/**
 * The indexes, by the lower-cased first name of an attribute type; each covers that type alone
 * (no subtypes) with all its options. Asking for an index that the schema does not give
 * answers undefined: the caller scans.
 */
export interface IndexReader {
  equality(attribute: string, key: Buffer): Postings | undefined;
  presence(attribute: string): Postings | undefined;
  substring(attribute: string, parts: SubstringKeys): Postings | undefined;
  approximate(attribute: string, key: Buffer): Postings | undefined;
  /** Values from `from` to `to`, both included, in key order. */
  range(attribute: string, bounds: { from?: Buffer; to?: Buffer }): Postings | undefined;
  /** The equality index in key order, one step per value: what sorting walks. */
  ordered(attribute: string, options?: { reverse?: boolean }): Iterable<OrderedStep> | undefined;
}

export interface OrderedStep {
  readonly key: Buffer;
  readonly ids: EntryIds;
}

/** Where an entry hangs in the tree. */
export interface Position {
  readonly id: number;
  /** 0 for the suffix entry. */
  readonly parentId: number;
}

/** A consistent view of the directory. All calls are synchronous. */
export interface Reader {
  readonly index: IndexReader;
  /** The entry of that name. */
  find(dn: DnKey): number | undefined;
  /** The deepest existing entry at or above the name; undefined when not even the suffix is. */
  nearest(dn: DnKey): number | undefined;
  /**
   * The entry ready for the wire, `computed` empty. The bytes are valid only until the next
   * call on this reader.
   */
  encoded(id: number): EncodedEntry | undefined;
  /** The entry decoded, its buffers its own. */
  entry(id: number): Entry | undefined;
  position(id: number): Position | undefined;
  /** The RFC 4514 name as stored. */
  dn(id: number): string | undefined;
  /** Whether `id` is `ancestor` or below it. */
  isWithin(id: number, ancestor: number): boolean;
  /** Ids of the immediate subordinates, in RDN key order, from after a given RDN key on. */
  children(id: number, after?: string): Iterable<number>;
  hasChildren(id: number): boolean;
  /** Every entry id, ascending, from the given one on: the order of a full scan. */
  allIds(from?: number): Iterable<number>;
  readonly entryCount: number;
  /** Rows after a sequence number, oldest first. */
  journal(after: number, limit: number): readonly JournalRow[];
  /** Rows about one entry, newest first; of one kind when asked. */
  journalOf(entryUuid: string, limit: number, kind?: JournalRow['kind']): readonly JournalRow[];
  /** 0 when the journal is empty. */
  readonly lastSequence: number;
}

/** A reader that keeps its view while others write. Holding one pins pages: release it soon. */
export interface Snapshot extends Reader {
  release(): void;
}
