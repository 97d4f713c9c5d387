/** How fast the relay goes and how patiently it tries again; milliseconds. */
export interface Pace {
  /** From a commit to reading the journal, so that a burst of writes is one reading. */
  readonly debounceMs: number;
  /** How long a mail stays taken by a process that died; a living one renews. */
  readonly mailLeaseMs: number;
  readonly mailRetriesMs: readonly number[];
  /** A mail that could not leave for so long is given up. */
  readonly mailAgeMaxMs: number;
  /** How long a sent mail is remembered. */
  readonly mailProofMs: number;
  /** How long a decision may be undone before its person is told. */
  readonly undoMs: number;
  /** Working days until referents are reminded, and administrators told. */
  readonly reminderDays: number;
  readonly escalationDays: number;
  /** Mails of requests to one address, within the window, that go out one by one. */
  readonly digestAbove: number;
  readonly digestWindowMs: number;
  readonly personRetriesMs: readonly number[];
  /** Of the target as a whole, by failures in a row, unless it says how long. */
  readonly targetPausesMs: readonly number[];
  /** A change that waits so long raises an alarm: before the five minutes that are promised. */
  readonly alarmMs: number;
  /** From the first person that a batch holds to the mail about it, so that it tells how many. */
  readonly batchTellMs: number;
  /** How often administrators hear of persons that webDCR refuses. */
  readonly blockedTellMs: number;
  /** Persons pushed at the same time. */
  readonly concurrency: number;
  /** Work under way at close may take so long. */
  readonly graceMs: number;
}

const seconds = 1_000;
const minutes = 60 * seconds;
const days = 24 * 60 * minutes;

export const defaultPace: Pace = {
  debounceMs: 50,
  mailLeaseMs: 15 * seconds,
  mailRetriesMs: [30 * seconds, 2 * minutes, 10 * minutes, 30 * minutes, 60 * minutes],
  mailAgeMaxMs: 5 * days,
  mailProofMs: 180 * days,
  undoMs: 60 * seconds,
  reminderDays: 2,
  escalationDays: 5,
  digestAbove: 5,
  digestWindowMs: 10 * minutes,
  personRetriesMs: [10 * seconds, 30 * seconds, 1 * minutes, 2 * minutes, 5 * minutes],
  targetPausesMs: [5 * seconds, 10 * seconds, 20 * seconds, 30 * seconds],
  alarmMs: 4 * minutes,
  batchTellMs: 30 * seconds,
  blockedTellMs: 24 * 60 * minutes,
  concurrency: 8,
  graceMs: 5 * seconds,
};

/**
 * The wait after so many failures, the last step repeating, lengthened by up to a fifth so that
 * what failed together does not come back together.
 */
export function waitAfter(
  failures: number,
  steps: readonly number[],
  random: () => number,
): number {
  const step = steps[Math.min(failures, steps.length - 1)] ?? 0;
  return Math.round(step * (1 + random() / 5));
}
