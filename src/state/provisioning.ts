/**
 * Where each person stands with webDCR.
 *
 *     en attente ── accepted ──▶ à jour ── changed ──▶ en attente
 *        │  ▲
 *        │  └── time ── nouvel essai ◀── unreachable, 5xx
 *        ├── refused ──▶ bloqué ── changed, released ──▶ en attente
 *        └── too many at once ──▶ retenu ── changed, its batch released ──▶ en attente
 *
 * A row holds no content: what is sent is computed from the entry when it is sent, so that many
 * changes are one push. Only a removal carries what it needs, its entry being gone. Rows:
 * `person/<entryUUID>`; times: `due/0/…` for changes, `due/1/…` for reconciliation, which never
 * delays them; `since/…`, when what still waits began to; `held/<batch>/<entryUUID>`.
 */
import type { StateReader, StateTransaction } from '../store/state-database.js';
import { dueUntil, firstDueAt } from './due-index.js';
import { changes, indexPerson, reconciliation, unindexPerson } from './provisioning-index.js';
import { blank, type ProvisioningRow } from './provisioning-row.js';

export interface Wanted {
  readonly person: string;
  readonly dn?: string | undefined;
  readonly sequence: number;
  readonly now: number;
}

export function provisioningOf(state: StateReader, person: string): ProvisioningRow | undefined {
  return state.get('provisioning', `person/${person}`) as ProvisioningRow | undefined;
}

export function* allProvisioning(state: StateReader): Iterable<ProvisioningRow> {
  for (const { value } of state.list('provisioning', { prefix: 'person/' })) {
    yield value as ProvisioningRow;
  }
}

/** A change of the person is to be sent. */
export function personWanted(transaction: StateTransaction, wanted: Wanted): void {
  const row = provisioningOf(transaction, wanted.person) ?? blank(wanted.person);
  save(transaction, row, {
    state: 'en attente',
    dn: wanted.dn ?? row.dn,
    wanted: Math.max(row.wanted, wanted.sequence),
    attempts: 0,
    dueAt: wanted.now,
    since: row.since ?? wanted.now,
    lastError: null,
    removed: false,
    urgent: true,
    heldBatch: undefined,
  });
}

/** The person's entry is gone; its account is to be deactivated. */
export function removalWanted(
  transaction: StateTransaction,
  wanted: Wanted & { readonly login: string },
): void {
  personWanted(transaction, wanted);
  const row = provisioningOf(transaction, wanted.person);
  if (row) save(transaction, row, { removed: true, login: wanted.login });
}

/** Compare the person with what the target holds, when nothing more urgent waits. */
export function comparisonWanted(transaction: StateTransaction, wanted: Wanted): void {
  const row = provisioningOf(transaction, wanted.person) ?? blank(wanted.person);
  if (row.dueAt !== null) {
    save(transaction, row, { compare: true });
    return;
  }
  save(transaction, row, {
    state: 'en attente',
    dn: wanted.dn ?? row.dn,
    wanted: Math.max(row.wanted, wanted.sequence),
    attempts: 0,
    dueAt: wanted.now,
    since: wanted.now,
    lastError: null,
    compare: true,
    urgent: false,
  });
}

/** The target holds what the directory held at `covered`. A newer change keeps the row waiting. */
export function personSent(
  transaction: StateTransaction,
  person: string,
  sent: {
    readonly covered: number;
    readonly hash: string | null;
    readonly remoteId: string | null;
    readonly login: string;
    readonly filled: readonly string[];
    readonly now: number;
  },
): void {
  const row = provisioningOf(transaction, person);
  if (!row) return;
  if (row.remoteId === null && sent.remoteId !== null) {
    transaction.put('provisioning', 'known', knownPersons(transaction) + 1);
  }
  const done = row.wanted <= sent.covered;
  save(transaction, row, {
    state: done ? 'à jour' : 'en attente',
    sent: Math.max(row.sent, sent.covered),
    sentHash: sent.hash,
    remoteId: sent.remoteId,
    sentFilled: sent.filled,
    releasedBatch: undefined,
    login: row.removed && !done ? row.login : sent.login,
    attempts: 0,
    dueAt: done ? null : sent.now,
    since: done ? null : row.since,
    syncedAt: sent.now,
    lastError: null,
    compare: false,
    urgent: !done,
  });
}

/** The push failed for a reason that may pass. */
export function personDeferred(
  transaction: StateTransaction,
  person: string,
  failure: { readonly reason: string; readonly covered: number; readonly nextAt: number },
): void {
  const row = provisioningOf(transaction, person);
  if (!row || row.wanted > failure.covered) return;
  save(transaction, row, {
    state: 'nouvel essai',
    attempts: row.attempts + 1,
    dueAt: failure.nextAt,
    lastError: failure.reason,
  });
}

/** The target refuses this content: nothing more is tried until the person changes. */
export function personBlocked(
  transaction: StateTransaction,
  person: string,
  failure: { readonly reason: string; readonly covered: number },
): void {
  const row = provisioningOf(transaction, person);
  if (!row || row.wanted > failure.covered) return;
  save(transaction, row, { state: 'bloqué', dueAt: null, lastError: failure.reason });
}

/** The safety valve holds the person back, with the batch that says why. */
export function personHeld(
  transaction: StateTransaction,
  person: string,
  held: { readonly batch: string; readonly reason: string },
): void {
  const row = provisioningOf(transaction, person);
  if (!row) return;
  save(transaction, row, {
    state: 'retenu',
    dueAt: null,
    lastError: held.reason,
    heldBatch: held.batch,
  });
}

/** Persons that the target has had an account for. */
export function knownPersons(state: StateReader): number {
  const known = state.get('provisioning', 'known');
  return typeof known === 'number' ? known : 0;
}

/** The person's batch was released: it is tried now, and the valve lets it pass. */
export function personLetPass(transaction: StateTransaction, person: string, now: number): void {
  const row = provisioningOf(transaction, person);
  if (row?.heldBatch === undefined) return;
  const change = {
    state: 'en attente',
    heldBatch: undefined,
    dueAt: now,
    lastError: null,
  } as const;
  save(transaction, row, { ...change, releasedBatch: row.heldBatch });
}

/** The person is out of scope and the target never had it: nothing to remember. */
export function personForgotten(
  transaction: StateTransaction,
  person: string,
  covered: number,
): void {
  const row = provisioningOf(transaction, person);
  if (!row || row.wanted > covered) return;
  unindexPerson(transaction, row);
  transaction.remove('provisioning', `person/${person}`);
}

/** An operator asks to try again now; says whether there was something to try. */
export function personReleased(
  transaction: StateTransaction,
  person: string,
  now: number,
): boolean {
  const row = provisioningOf(transaction, person);
  if (!row || row.state === 'à jour' || row.state === 'retenu') return false;
  save(transaction, row, { state: 'en attente', attempts: 0, dueAt: now, since: row.since ?? now });
  return true;
}

/** Rows to push now, changes before reconciliation, oldest first. */
export function* duePersons(state: StateReader, now: number): Iterable<ProvisioningRow> {
  for (const index of [changes, reconciliation]) {
    for (const { id } of dueUntil(state, index, now)) {
      const row = provisioningOf(state, id);
      if (row) yield row;
    }
  }
}

/** When the next push falls due. */
export function nextPersonAt(state: StateReader): number | undefined {
  const times = [changes, reconciliation].flatMap((index) => firstDueAt(state, index) ?? []);
  return times.length > 0 ? Math.min(...times) : undefined;
}

function save(
  transaction: StateTransaction,
  row: ProvisioningRow,
  change: Partial<ProvisioningRow>,
): void {
  const before = provisioningOf(transaction, row.person);
  const next = { ...row, ...change };
  if (before) unindexPerson(transaction, before);
  indexPerson(transaction, next);
  transaction.put('provisioning', `person/${row.person}`, next);
}
