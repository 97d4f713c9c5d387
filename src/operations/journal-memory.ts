import type { JournalMark } from '../store/journal.js';
import type { Reader } from '../store/reader.js';
import { isTransaction } from './write/transaction-reader.js';

const marksMax = 256;

/**
 * Something derived from the directory, remembered for as long as no row of the journal says that
 * it may have changed. A transaction reads what is remembered of the committed state where its
 * own rows, and those of the writes that it commits with, leave it as it was; it adds nothing,
 * since it may be undone.
 */
export class JournalMemory<T> {
  readonly #changedBy: (mark: JournalMark) => boolean;
  #sequence = 0;
  #value: T | undefined;

  constructor(changedBy: (mark: JournalMark) => boolean) {
    this.#changedBy = changedBy;
  }

  /** What it is in a reader's view. */
  read(reader: Reader, make: () => T): T {
    const isCommitted = !isTransaction(reader);
    const { lastSequence } = reader;
    if (this.#value !== undefined && isStill(reader, this.#sequence, this.#changedBy)) {
      // What was looked at is not looked at again.
      if (isCommitted) this.#sequence = lastSequence;
      return this.#value;
    }
    const value = make();
    // A view of before knows nothing of what came since.
    if (isCommitted && lastSequence >= this.#sequence) {
      this.#sequence = lastSequence;
      this.#value = value;
    }
    return value;
  }
}

/**
 * Whether what was true as of a sequence is true in a reader's view, by the rows between them.
 *
 * @param changedBy whether a row may have changed it; reading and signing in change nothing
 */
export function isStill(
  reader: Reader,
  sequence: number,
  changedBy: (mark: JournalMark) => boolean,
): boolean {
  if (sequence > reader.lastSequence || (isTransaction(reader) && reader.hasUntold)) return false;
  if (sequence === reader.lastSequence) return true;
  const marks = reader.marks(sequence, marksMax);
  return marks.length < marksMax && !marks.some((mark) => isChange(mark) && changedBy(mark));
}

export const isChange = ({ kind }: JournalMark): boolean => kind === 'change';

/** Whether a row is of one entry that keeps its name; a row without a body tells nothing. */
export const isPlainModify = ({ operation, attributes }: JournalMark): boolean =>
  operation === 'modify' && attributes.length > 0;

/** What other entries' rights and computed values may hang on. */
const sharedAttributes: ReadonlySet<string> = new Set(['member', 'uniquemember', 'objectclass']);

/** Whether a row may change what others than its entry are, or who may see it. */
export const reachesOthers = (mark: JournalMark): boolean =>
  !isPlainModify(mark) || mark.attributes.some((attribute) => sharedAttributes.has(attribute));

export const changesClasses = (mark: JournalMark): boolean =>
  !isPlainModify(mark) || mark.attributes.includes('objectclass');

const groupAttributes: ReadonlySet<string> = new Set(['objectclass', 'member', 'memberurl']);

/** Whether a row may change which dynamic groups there are, or their URLs. */
export const changesGroups = (mark: JournalMark): boolean =>
  !isPlainModify(mark) || mark.attributes.some((attribute) => groupAttributes.has(attribute));

/** Whether a row may change a password policy: all that it says is in attributes of one prefix. */
export const changesPolicies = (mark: JournalMark): boolean =>
  changesClasses(mark) || mark.attributes.some((attribute) => attribute.startsWith('pwd'));
