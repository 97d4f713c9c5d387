import type { StateReader, StateTransaction } from '../store/state-database.js';

/** Who reads the journal at its own pace. */
export type Follower = 'mails' | 'webdcr';

/** The last journal sequence a follower has dealt with; undefined before its first batch. */
export function cursorOf(state: StateReader, follower: Follower): number | undefined {
  const value = state.get('cursors', follower);
  return typeof value === 'number' ? value : undefined;
}

/**
 * Moves a follower forward, in the transaction that stores what the batch asked for: that is
 * what makes its work happen once. A step back is ignored, so two runs cannot undo each other.
 */
export function moveCursor(
  transaction: StateTransaction,
  follower: Follower,
  sequence: number,
): boolean {
  if (sequence <= (cursorOf(transaction, follower) ?? -1)) return false;
  transaction.put('cursors', follower, sequence);
  return true;
}
