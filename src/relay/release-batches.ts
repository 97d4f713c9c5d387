import { setImmediate } from 'node:timers/promises';
import type { DurableState } from '../state/durable-state.js';
import { personLetPass } from '../state/provisioning.js';
import { heldPersons } from '../state/provisioning-index.js';
import { batches, batchReleased } from '../state/valve.js';
import { relayActor } from './people.js';
import type { RelayOptions } from './relay-options.js';

/** Who lets a batch go, a DN or an operator, and why: both stand in the journal. */
export interface BatchRelease {
  readonly batch: string;
  readonly by: string;
  readonly reason: string;
}

/** Marks a batch as released; false when there is none, or it is released already. */
export async function releaseBatch(
  { directory, store, clock, observe }: RelayOptions,
  release: BatchRelease,
): Promise<boolean> {
  const { batch, by, reason } = release;
  const at = clock().getTime();
  const done = await store.write(({ state }) => batchReleased(state, batch, { at, by, reason }));
  if (!done) return false;
  const row = { operation: 'release-batch', dn: directory.suffix, details: { ...release } };
  await directory.as(relayActor).audit(row);
  observe({ event: 'batch-released', batch, by });
  return true;
}

const atOnce = 250;

/**
 * Lets the persons of released batches go on, some at a time so that clients are served in
 * between. After a crash it goes on: who is left is who is still held.
 */
export async function releaseBatches(releasing: {
  readonly store: DurableState;
  readonly clock: () => Date;
  readonly closing: () => boolean;
}): Promise<void> {
  const { store, clock, closing } = releasing;
  for (const { id, released } of batches(store.state)) {
    while (released && !closing()) {
      const persons = heldPersons(store.state, id, atOnce);
      if (persons.length === 0) break;
      const now = clock().getTime();
      await store.write(({ state }) => {
        for (const person of persons) personLetPass(state, person, now);
      });
      await setImmediate();
    }
  }
}
