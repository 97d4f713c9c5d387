/**
 * What finds the rows of `provisioning.ts` without walking them: by time, by what holds them,
 * and how many stand in each state. A row is indexed and unindexed whole.
 */
import type { StateReader, StateTransaction } from '../store/state-database.js';
import { addDue, type Due, type DueIndex, dueUntil, firstDueAt, removeDue } from './due-index.js';
import { type ProvisioningRow, type SyncState, syncStates } from './provisioning-row.js';

/** Pushes by time: changes, and comparisons, which never delay them. */
export const changes: DueIndex = { database: 'provisioning', prefix: 'due/0' };
export const reconciliation: DueIndex = { database: 'provisioning', prefix: 'due/1' };

/** When what still waits began to. */
const waiting: DueIndex = { database: 'provisioning', prefix: 'since' };

export function indexPerson(transaction: StateTransaction, row: ProvisioningRow): void {
  const { person, dueAt } = row;
  if (dueAt !== null) addDue(transaction, pushesOf(row), { at: dueAt, id: person });
  const wait = waitOf(row);
  if (wait) addDue(transaction, waiting, wait);
  for (const key of keysOf(row)) transaction.put('provisioning', key, null);
  count(transaction, row.state, 1);
}

export function unindexPerson(transaction: StateTransaction, row: ProvisioningRow): void {
  const { person, dueAt } = row;
  if (dueAt !== null) removeDue(transaction, pushesOf(row), { at: dueAt, id: person });
  const wait = waitOf(row);
  if (wait) removeDue(transaction, waiting, wait);
  for (const key of keysOf(row)) transaction.remove('provisioning', key);
  count(transaction, row.state, -1);
}

/** Indexes rows that a version without these indexes left; nothing when they are there. */
export function indexAnew(transaction: StateTransaction): void {
  if (transaction.get('provisioning', 'indexed') === true) return;
  for (const { value } of [...transaction.list('provisioning', { prefix: 'person/' })]) {
    const row = value as ProvisioningRow;
    count(transaction, row.state, 1);
    const wait = waitOf(row);
    if (wait) addDue(transaction, waiting, wait);
    for (const key of keysOf(row)) transaction.put('provisioning', key, null);
  }
  transaction.put('provisioning', 'indexed', true);
}

/** Persons that a batch holds, at most so many. */
export function heldPersons(state: StateReader, batch: string, limit: number): readonly string[] {
  const prefix = `held/${batch}/`;
  return [...state.list('provisioning', { prefix, limit })].map(({ key }) =>
    key.slice(prefix.length),
  );
}

/** Persons that webDCR refuses, at most so many. */
export function blockedPersons(state: StateReader, limit: number): readonly string[] {
  const prefix = 'blocked/';
  return [...state.list('provisioning', { prefix, limit })].map(({ key }) =>
    key.slice(prefix.length),
  );
}

/** Since when the change that has waited longest has. Blocked and held persons wait for people. */
export function waitingSince(state: StateReader): number | undefined {
  return firstDueAt(state, waiting);
}

/** How many changes have waited since before a time; counts no further than the limit. */
export function countWaiting(state: StateReader, before: number, limit: number): number {
  const due = dueUntil(state, waiting, before)[Symbol.iterator]();
  let count = 0;
  while (count < limit && due.next().done !== true) count += 1;
  return count;
}

/** How many persons stand in each state. */
export function countPersons(state: StateReader): Record<SyncState, number> {
  const counts = syncStates.map((each) => [each, countOf(state, each)] as const);
  return Object.fromEntries(counts) as Record<SyncState, number>;
}

function countOf(state: StateReader, of: SyncState): number {
  const known = state.get('provisioning', `count/${of}`);
  return typeof known === 'number' ? known : 0;
}

function count(transaction: StateTransaction, of: SyncState, by: 1 | -1): void {
  transaction.put('provisioning', `count/${of}`, countOf(transaction, of) + by);
}

const pushesOf = (row: ProvisioningRow): DueIndex => (row.urgent ? changes : reconciliation);

function keysOf({ person, state, heldBatch }: ProvisioningRow): readonly string[] {
  return [
    ...(heldBatch === undefined ? [] : [`held/${heldBatch}/${person}`]),
    ...(state === 'bloqué' ? [`blocked/${person}`] : []),
  ];
}

function waitOf({ state, since, urgent, person }: ProvisioningRow): Due | undefined {
  const waits = state === 'en attente' || state === 'nouvel essai';
  return waits && urgent && since !== null ? { at: since, id: person } : undefined;
}
