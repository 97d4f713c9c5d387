import type { EncodedEntry } from '../model/encoded-entry.js';
import type { Entry } from '../model/entry.js';
import type { DnKey, Preparing, SubstringKeys } from '../schema/definitions.js';
import type { JournalMark, JournalRow } from './journal.js';

/** Entry ids, ascending, without duplicates. */
export type EntryIds = Uint32Array;

/** What an index says of one assertion. */
export interface Postings {
  /** How many ids: exact, or an upper bound where reading them is needed to know. */
  readonly count: number;
  /** Whether every id is sure to match (the key was not truncated, no gram approximation). */
  readonly exact: boolean;
  ids(): EntryIds;
  /** The same, yielding between short reads; where `ids` may take long. */
  readonly steps?: () => Generator<void, EntryIds>;
  /**
   * Those beyond an id, in ascending runs that are read as they are asked for, some of them empty;
   * where there are many, of which the first may be enough.
   */
  readonly runs?: (after: number) => Iterable<EntryIds>;
}

/** Keys; where one is missing the range has no end. */
export interface RangeBounds {
  readonly from?: Buffer;
  readonly to?: Buffer;
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
  /** By keys of `schema/approximate.ts`, as the two that follow: one value, … */
  approximate(attribute: string, key: Buffer): Postings | undefined;
  /** … values from `from` to `to`, both included, … */
  approximateRange(attribute: string, bounds: RangeBounds): Postings | undefined;
  /** … values that hold these parts. */
  approximateSubstring(attribute: string, parts: SubstringKeys): Postings | undefined;
  /** Values from `from` to `to`, both included, in key order. */
  range(attribute: string, bounds: RangeBounds): Postings | undefined;
  /** Values that start with the key, the first of them in key order. */
  beginning(attribute: string, key: Buffer, most: ReadingMax): FirstIds | undefined;
  /** By words of `schema/words.ts`. */
  words(attribute: string): WordIndex | undefined;
  /**
   * The equality index in key order, one step per value: what sorting walks. `from`: at or, in
   * reverse, not far before the first key wanted.
   */
  ordered(attribute: string, options?: OrderedOptions): Iterable<OrderedStep> | undefined;
}

/** As far as a run of an index is read. */
export interface ReadingMax {
  readonly ids: number;
  readonly rows: number;
}

/** The first ids of a run of an index, ascending; incomplete: there are more. */
export interface FirstIds {
  readonly ids: EntryIds;
  readonly complete: boolean;
}

/** The words in the values of one attribute. */
export interface WordIndex {
  /** The entries that have a word. */
  entries(word: string): Postings;
  /** The entries that have a longer word which starts so, those of the first words. */
  beginning(start: string, most: ReadingMax): FirstIds;
  /** The words that this one may be a misspelling of (`schema/spelling.ts`). */
  like(word: string): readonly string[];
}

export interface OrderedOptions {
  readonly reverse?: boolean;
  readonly from?: Buffer | undefined;
}

export interface OrderedStep {
  readonly key: Buffer;
  readonly ids: EntryIds;
}

/** The lists kept in order (`schema/lists.ts`). */
export interface ListReader {
  /** A list by the key of its filter, in this order or in any; undefined when none is kept. */
  kept(key: string, order?: KeptOrder): KeptList | undefined;
}

export interface KeptOrder {
  /** Lower-cased first name of the type. */
  readonly attribute: string;
  /** What makes the sort keys of its values. */
  readonly prepare: Preparing;
}

export interface KeptList {
  /** The entries immediately below one. */
  below(parentId: number): OrderedList;
  /** Ids of those that have any entry of the list below them; undefined: more than `max`. */
  parents(max: number): readonly number[] | undefined;
}

/** Entries in order, without a value last, alike ones by their ids; counted, not walked. */
export interface OrderedList {
  readonly total: number;
  /** How many are ahead of an entry, which need not be there; `value` prepared. */
  rankOf(value: Buffer | undefined, id: number): number;
  /** The entries from a rank on. */
  from(rank: number): Iterable<ListedEntry>;
}

export interface ListedEntry {
  readonly id: number;
  /** Prepared, of a long one the first octets; undefined where there is none. */
  readonly value: Buffer | undefined;
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
  readonly lists: ListReader;
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
  /** What the same rows are about; of recent ones nothing is read. */
  marks(after: number, limit: number): readonly JournalMark[];
  /** Rows about one entry, newest first; of one kind when asked. */
  journalOf(entryUuid: string, limit: number, kind?: JournalRow['kind']): readonly JournalRow[];
  /** 0 when the journal is empty. */
  readonly lastSequence: number;
}

/** A reader that keeps its view while others write. Holding one pins pages: release it soon. */
export interface Snapshot extends Reader {
  release(): void;
}
