import type { Entry } from '../model/entry.js';
import type { JournalInput } from './journal.js';
import type { Reader } from './reader.js';
import type { StateTransaction } from './state-database.js';

/**
 * One write: what it reads includes its own changes; a throw undoes it alone. Everything is
 * synchronous, so that no other caller's write can slip inside.
 */
export interface WriteTransaction extends Reader {
  /**
   * Adds an entry below a parent (0: the suffix entry) and returns its id.
   *
   * @throws LdapError `entryAlreadyExists`
   */
  add(entry: Entry, parentId: number): number;
  /** Replaces the attributes of an entry; its name stays. Index rows follow the difference. */
  replace(id: number, entry: Entry): void;
  /**
   * Gives an entry a new name and, with it, new attributes; the subtree moves with it and no
   * row of a descendant is touched.
   *
   * @throws LdapError `entryAlreadyExists`
   */
  move(id: number, entry: Entry, parentId: number): void;
  /** Removes a leaf. */
  remove(id: number): void;
  /** Appends a row and returns its sequence. */
  append(row: JournalInput): number;
  /** Whether entries have changed that no row tells of yet. */
  readonly hasUntold: boolean;
  /** Durable state that must commit with this write. */
  readonly state: StateTransaction;
}
