import { setImmediate } from 'node:timers/promises';

import type { DurableState } from '../state/durable-state.js';
import { comparisonWanted } from '../state/provisioning.js';
import { reconciliationOf, reconciliationSpread } from '../state/provisioning-target.js';
import type { People } from './people.js';
import type { RelayObserver } from './relay-event.js';

const batchPersons = 250;

/**
 * Turns a wish to compare everyone into one row per person, a batch per turn so that clients
 * are served in between. The wish stays until the last batch: after a crash it begins again,
 * and marking a person twice is marking it once.
 */
export async function spreadReconciliation(spreading: {
  readonly store: DurableState;
  readonly people: People;
  readonly clock: () => Date;
  readonly observe: RelayObserver;
  readonly closing: () => boolean;
}): Promise<void> {
  const { store, people, clock, observe } = spreading;
  const wish = reconciliationOf(store.state);
  if (!wish) return;
  const { sequence } = wish;
  const names = await people.everyone();
  for (let at = 0; at < names.length; at += batchPersons) {
    if (spreading.closing()) return;
    const persons = names.slice(at, at + batchPersons).flatMap((dn) => {
      const person = people.entryUuidAt(dn);
      return person === undefined ? [] : [{ person, dn }];
    });
    const now = clock().getTime();
    await store.write(({ state }) => {
      for (const each of persons) comparisonWanted(state, { ...each, sequence, now });
    });
    await setImmediate();
  }
  await store.write(({ state }) => {
    reconciliationSpread(state, wish);
  });
  observe({ event: 'reconciliation-spread', persons: names.length });
}
