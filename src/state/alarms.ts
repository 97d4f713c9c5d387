/** Alarms that were raised and not lifted yet: one mail each, not one a minute. */
import type { StateReader, StateTransaction } from '../store/state-database.js';

export type AlarmName = 'waiting' | 'blocked';

/** When an alarm was raised, milliseconds since 1970; undefined when all is well. */
export function alarmRaisedAt(state: StateReader, name: AlarmName): number | undefined {
  const at = state.get('provisioning', `alarm/${name}`);
  return typeof at === 'number' ? at : undefined;
}

export function alarmRaised(transaction: StateTransaction, name: AlarmName, now: number): void {
  transaction.put('provisioning', `alarm/${name}`, now);
}

export function alarmLifted(transaction: StateTransaction, name: AlarmName): void {
  transaction.remove('provisioning', `alarm/${name}`);
}
