/**
 * What the safety valve counts and holds. A kind of risky change (`désactivations`,
 * `vidage de title`) is let through so many times an hour and a day; beyond, it goes to the
 * batch of its kind until someone releases it. Rows: `valve/<kind>/<time>/<person>`, what went
 * through; `batch/<id>`; `open/<kind>`, the batch that still takes persons.
 */
import type { StateReader, StateTransaction } from '../store/state-database.js';
import { addDue, type DueIndex, dueUntil, removeDue } from './due-index.js';

/** A type, not an interface, so that it is a `Json`. Times are milliseconds since 1970. */
export type BatchRow = {
  readonly id: string;
  readonly kind: string;
  /** The limit that was reached, in words. */
  readonly limit: string;
  readonly openedAt: number;
  /** When administrators were written to. */
  readonly toldAt: number | null;
  readonly released: { readonly at: number; readonly by: string; readonly reason: string } | null;
};

const hour = 3_600_000;
const day = 24 * hour;

/** How many changes of a kind went through in the last hour and the last day. */
export function passedLately(
  transaction: StateTransaction,
  kind: string,
  now: number,
): { readonly hour: number; readonly day: number } {
  const index = indexOf(kind);
  const counts = { hour: 0, day: 0 };
  for (const due of [...dueUntil(transaction, index, now)]) {
    if (due.at <= now - day) {
      removeDue(transaction, index, due);
      transaction.remove('provisioning', passedKey(kind, due.id));
      continue;
    }
    counts.day += 1;
    if (due.at > now - hour) counts.hour += 1;
  }
  return counts;
}

/** Whether this person's change of the kind counts already: an attempt repeated is one change. */
export function hasPassed(state: StateReader, kind: string, person: string): boolean {
  return state.get('provisioning', passedKey(kind, person)) !== undefined;
}

export function countPassage(
  transaction: StateTransaction,
  kind: string,
  passage: { readonly person: string; readonly now: number },
): void {
  addDue(transaction, indexOf(kind), { at: passage.now, id: passage.person });
  transaction.put('provisioning', passedKey(kind, passage.person), passage.now);
}

/** The batch that takes persons of a kind: the open one, or a new one. */
export function batchFor(
  transaction: StateTransaction,
  opening: Pick<BatchRow, 'kind' | 'limit'> & { readonly now: number },
): BatchRow {
  const { kind, limit, now } = opening;
  const open = transaction.get('provisioning', `open/${kind}`);
  const known = typeof open === 'string' ? batchOf(transaction, open) : undefined;
  if (known) return known;
  const id = newId(transaction, now);
  const batch: BatchRow = { id, kind, limit, openedAt: now, toldAt: null, released: null };
  transaction.put('provisioning', `batch/${id}`, batch);
  transaction.put('provisioning', `open/${kind}`, id);
  return batch;
}

/** `20261126-1`: what an operator types. */
function newId(state: StateReader, now: number): string {
  const date = new Date(now).toISOString().slice(0, 10).replaceAll('-', '');
  for (let number = 1; ; number += 1) {
    const id = `${date}-${String(number)}`;
    if (!batchOf(state, id)) return id;
  }
}

export function batchOf(state: StateReader, id: string): BatchRow | undefined {
  return state.get('provisioning', `batch/${id}`) as BatchRow | undefined;
}

/** All batches, oldest first; those released stay as the record of who did and why. */
export function batches(state: StateReader): readonly BatchRow[] {
  return [...state.list('provisioning', { prefix: 'batch/' })].map(
    ({ value }) => value as BatchRow,
  );
}

/** Someone lets a batch go, and says why; false when there is none, or it is gone already. */
export function batchReleased(
  transaction: StateTransaction,
  id: string,
  release: NonNullable<BatchRow['released']>,
): boolean {
  const batch = batchOf(transaction, id);
  if (!batch || batch.released) return false;
  transaction.put('provisioning', `batch/${id}`, { ...batch, released: release });
  if (transaction.get('provisioning', `open/${batch.kind}`) === id) {
    transaction.remove('provisioning', `open/${batch.kind}`);
  }
  return true;
}

export function batchTold(transaction: StateTransaction, id: string, now: number): void {
  const batch = batchOf(transaction, id);
  if (batch) transaction.put('provisioning', `batch/${id}`, { ...batch, toldAt: now });
}

const indexOf = (kind: string): DueIndex => ({
  database: 'provisioning',
  prefix: `valve/${kind}`,
});

const passedKey = (kind: string, person: string): string => `passed/${kind}/${person}`;
