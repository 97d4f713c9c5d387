import type { StateReader, StateTransaction } from '../store/state-database.js';

/** The health of webDCR as a whole. A type, not an interface, so that it is a `Json`. */
export type TargetRow = {
  /** Nothing is sent before; milliseconds since 1970. */
  readonly pausedUntil: number;
  readonly reason: string | null;
  /** Failures in a row: how long the next pause is. */
  readonly failures: number;
};

/** A comparison of everyone with the target, asked for and not yet spread over the rows. */
export type ReconciliationRow = {
  /** Journal sequence at which it was asked. */
  readonly sequence: number;
  readonly askedAt: number;
};

const calm: TargetRow = { pausedUntil: 0, reason: null, failures: 0 };

export function targetOf(state: StateReader): TargetRow {
  return (state.get('provisioning', 'target') as TargetRow | undefined) ?? calm;
}

/** Stops all pushes until a time; a pause never shortens one that runs longer. */
export function targetPaused(
  transaction: StateTransaction,
  pause: { readonly until: number; readonly reason: string; readonly now: number },
): void {
  const { pausedUntil, failures } = targetOf(transaction);
  transaction.put('provisioning', 'target', {
    pausedUntil: Math.max(pausedUntil, pause.until),
    reason: pause.reason,
    // Pushes that were under way when it began belong to the same pause.
    failures: pausedUntil > pause.now ? failures : failures + 1,
  });
}

/** The target answered: whatever was wrong with it is over. */
export function targetAnswered(transaction: StateTransaction): void {
  if (targetOf(transaction).failures > 0) transaction.remove('provisioning', 'target');
}

export function reconciliationOf(state: StateReader): ReconciliationRow | undefined {
  return state.get('provisioning', 'reconcile') as ReconciliationRow | undefined;
}

export function reconciliationWanted(
  transaction: StateTransaction,
  wanted: { readonly sequence: number; readonly now: number },
): void {
  const row: ReconciliationRow = { sequence: wanted.sequence, askedAt: wanted.now };
  transaction.put('provisioning', 'reconcile', row);
}

/** Every person has its row; a newer request than the one done stays. */
export function reconciliationSpread(transaction: StateTransaction, done: ReconciliationRow): void {
  const row = reconciliationOf(transaction);
  if (row && row.sequence <= done.sequence && row.askedAt <= done.askedAt) {
    transaction.remove('provisioning', 'reconcile');
  }
}
