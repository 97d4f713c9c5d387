import type { StateReader, StateTransaction } from '../store/state-database.js';

/** What the last comparison of everyone found. A type, not an interface, so that it is a `Json`. */
export type LastReconciliation = {
  /** Milliseconds since 1970. */
  readonly endedAt: number;
  readonly counts: Readonly<Record<string, number>>;
  /** Why nothing is concluded about absence, in French; null when the scan was complete. */
  readonly incomplete: string | null;
  readonly accounts: number;
  /** Persons marked for sending. */
  readonly repaired: number;
};

export function lastReconciliationOf(state: StateReader): LastReconciliation | undefined {
  return state.get('provisioning', 'last-reconciliation') as LastReconciliation | undefined;
}

export function reconciliationEnded(transaction: StateTransaction, row: LastReconciliation): void {
  transaction.put('provisioning', 'last-reconciliation', row);
}
