import type { StateView } from '../state/durable-state.js';
import { provisioningOf } from '../state/provisioning.js';
import type { SyncState } from '../state/provisioning-row.js';
import type { ProvisioningScope } from './push-person.js';

/** Where a person stands with webDCR, as its record tells. */
export interface PersonSync {
  /** `exclu`: outside what is provisioned. */
  readonly state: SyncState | 'exclu';
  /** Journal sequence of the last change that webDCR acknowledged. */
  readonly sentRevision: number | undefined;
  readonly sentAt: Date | undefined;
  /** When it is tried again. */
  readonly nextAt: Date | undefined;
  /** Failures in a row. */
  readonly attempts: number;
  readonly lastError: string | undefined;
  readonly remoteId: string | undefined;
  /** The batch that the safety valve holds it in. */
  readonly heldBatch: string | undefined;
}

/** Undefined for a person that is to be sent and whom nothing was noted of yet. */
export function personSyncOf(
  state: StateView,
  person: string,
  scope: ProvisioningScope,
): PersonSync | undefined {
  const row = provisioningOf(state, person);
  if (!row) return scope === 'acces' ? excluded : undefined;
  return {
    state: row.state,
    sentRevision: row.sent === 0 ? undefined : row.sent,
    sentAt: row.syncedAt === null ? undefined : new Date(row.syncedAt),
    nextAt: row.dueAt === null ? undefined : new Date(row.dueAt),
    attempts: row.attempts,
    lastError: row.lastError ?? undefined,
    remoteId: row.remoteId ?? undefined,
    heldBatch: row.heldBatch,
  };
}

const excluded: PersonSync = {
  state: 'exclu',
  sentRevision: undefined,
  sentAt: undefined,
  nextAt: undefined,
  attempts: 0,
  lastError: undefined,
  remoteId: undefined,
  heldBatch: undefined,
};
