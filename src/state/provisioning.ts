/**
 * Where each person stands with webDCR.
 *
 *     en attente ── accepted ──▶ à jour ── changed ──▶ en attente
 *        │  ▲
 *        │  └── time ── nouvel essai ◀── unreachable, 5xx
 *        └── refused ──▶ bloqué ── changed, released ──▶ en attente
 *
 * A row holds no content: what is sent is computed from the entry when it is sent, so that many
 * changes are one push. Only a removal carries what it needs, its entry being gone. Rows:
 * `person/<entryUUID>`; times: `due/0/…` for changes, `due/1/…` for reconciliation, which never
 * delays them.
 */
import type { StateReader, StateTransaction } from '../store/state-database.js';
import { addDue, type DueIndex, dueUntil, firstDueAt, removeDue } from './due-index.js';

export const syncStates = ['à jour', 'en attente', 'nouvel essai', 'bloqué'] as const;

export type SyncState = (typeof syncStates)[number];

/** Times are milliseconds since 1970. A type, not an interface, so that it is a `Json`. */
export type ProvisioningRow = {
  /** entryUUID. */
  readonly person: string;
  /** Where the entry was last seen; a hint, checked against the entryUUID. */
  readonly dn: string | null;
  /** The login last sent or, of a removed person, last held. */
  readonly login: string | null;
  readonly state: SyncState;
  /** Journal sequence of the last change to send. */
  readonly wanted: number;
  /** Journal sequence that the last acknowledged push covers. */
  readonly sent: number;
  /** Of the content last acknowledged. */
  readonly sentHash: string | null;
  readonly remoteId: string | null;
  readonly attempts: number;
  /** When to push; null when there is nothing to do. */
  readonly dueAt: number | null;
  /** Since when a change waits. */
  readonly since: number | null;
  readonly syncedAt: number | null;
  readonly lastError: string | null;
  /** The entry is gone: deactivate. */
  readonly removed: boolean;
  /** Reconciliation asked: compare with what the target holds even if nothing changed here. */
  readonly compare: boolean;
  /** A change waits, not only a comparison. */
  readonly urgent: boolean;
};

export interface Wanted {
  readonly person: string;
  readonly dn?: string | undefined;
  readonly sequence: number;
  readonly now: number;
}

const changes: DueIndex = { database: 'provisioning', prefix: 'due/0' };
const reconciliation: DueIndex = { database: 'provisioning', prefix: 'due/1' };

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
    readonly now: number;
  },
): void {
  const row = provisioningOf(transaction, person);
  if (!row) return;
  const done = row.wanted <= sent.covered;
  save(transaction, row, {
    state: done ? 'à jour' : 'en attente',
    sent: Math.max(row.sent, sent.covered),
    sentHash: sent.hash,
    remoteId: sent.remoteId,
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

/** The person is out of scope and the target never had it: nothing to remember. */
export function personForgotten(
  transaction: StateTransaction,
  person: string,
  covered: number,
): void {
  const row = provisioningOf(transaction, person);
  if (!row || row.wanted > covered) return;
  if (row.dueAt !== null) removeDue(transaction, indexOf(row), { at: row.dueAt, id: person });
  transaction.remove('provisioning', `person/${person}`);
}

/** An operator asks to try again now; says whether there was something to try. */
export function personReleased(
  transaction: StateTransaction,
  person: string,
  now: number,
): boolean {
  const row = provisioningOf(transaction, person);
  if (!row || row.state === 'à jour') return false;
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

function blank(person: string): ProvisioningRow {
  return {
    person,
    dn: null,
    login: null,
    state: 'à jour',
    wanted: 0,
    sent: 0,
    sentHash: null,
    remoteId: null,
    attempts: 0,
    dueAt: null,
    since: null,
    syncedAt: null,
    lastError: null,
    removed: false,
    compare: false,
    urgent: false,
  };
}

const indexOf = (row: ProvisioningRow): DueIndex => (row.urgent ? changes : reconciliation);

function save(
  transaction: StateTransaction,
  row: ProvisioningRow,
  change: Partial<ProvisioningRow>,
): void {
  const next = { ...row, ...change };
  if (row.dueAt !== null) removeDue(transaction, indexOf(row), { at: row.dueAt, id: row.person });
  if (next.dueAt !== null) addDue(transaction, indexOf(next), { at: next.dueAt, id: row.person });
  transaction.put('provisioning', `person/${row.person}`, next);
}
