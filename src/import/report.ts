import type { ResultCodeName } from '../model/result.js';

/** A record that was not applied, and why. */
export interface Rejection {
  /** First line of the record in the file. */
  readonly line: number;
  readonly dn: string;
  /** Undefined when the record could not even be read. */
  readonly code: ResultCodeName | undefined;
  readonly message: string;
}

/** What an import did. */
export interface ImportReport {
  added: number;
  modified: number;
  renamed: number;
  deleted: number;
  /** Entries that already were as the file says (`--update`). */
  unchanged: number;
  readonly rejected: Rejection[];
  /** Whether reading ended at a rejection, the rest of the file untouched. */
  readonly stopped: boolean;
}

export function emptyReport(): ImportReport {
  return {
    added: 0,
    modified: 0,
    renamed: 0,
    deleted: 0,
    unchanged: 0,
    rejected: [],
    stopped: false,
  };
}
