import type { Directory } from '../operations/directory.js';
import { cursorOf, moveCursor } from '../state/cursors.js';
import type { DurableState, StateWrite } from '../state/durable-state.js';
import { personWanted, removalWanted } from '../state/provisioning.js';
import { indexAnew } from '../state/provisioning-index.js';
import { reconciliationWanted } from '../state/provisioning-target.js';
import { type FollowedRow, provisioningWorkOf } from './journal-work.js';

const batchRows = 500;

/**
 * Reads the journal from where provisioning stands and marks who must be sent. Marks and cursor
 * move in one transaction. A target that is new, or a journal whose rows since were purged,
 * leaves nothing to follow from: everyone is compared instead.
 */
export async function followChanges(following: {
  readonly directory: Directory;
  readonly store: DurableState;
  readonly clock: () => Date;
}): Promise<void> {
  const { directory, store, clock } = following;
  for (;;) {
    const from = cursorOf(store.state, 'webdcr');
    const { lastSequence } = directory;
    if (from === undefined) {
      await store.write(({ state }) => {
        indexAnew(state);
        if (!moveCursor(state, 'webdcr', lastSequence) || lastSequence === 0) return;
        reconciliationWanted(state, { sequence: lastSequence, now: clock().getTime() });
      });
      continue;
    }
    const rows = directory.follow(from, batchRows);
    const [first] = rows;
    const last = rows.at(-1);
    if (!first || !last) return;
    await store.write(({ state }) => {
      indexAnew(state);
      if (!moveCursor(state, 'webdcr', last.sequence)) return;
      const now = clock().getTime();
      if (first.sequence > from + 1) reconciliationWanted(state, { sequence: last.sequence, now });
      for (const row of rows) mark(state, row, now);
    });
  }
}

function mark(state: StateWrite['state'], row: FollowedRow, now: number): void {
  const { sequence } = row;
  for (const work of provisioningWorkOf(row)) {
    if (work.kind === 'everyone') reconciliationWanted(state, { sequence, now });
    else if (work.kind === 'removal') removalWanted(state, { ...work, sequence, now });
    else personWanted(state, { ...work, sequence, now });
  }
}
