/**
 * Mails to send, each exactly once in effect.
 *
 *     queued ── lease ──▶ leased ── 250 ──▶ sent ── retention ──▶ (gone)
 *      │ ▲                  │ │
 *      │ │   lease ran out  │ └── 5xx, too old ──▶ failed ── retention ──▶ (gone)
 *      │ └─────────────── retry ◀── 4xx, network
 *      ├── what it says is undone before it left ──▶ withdrawn ──▶ (gone)
 *      └── told together with others ──▶ grouped ──▶ (gone)
 *
 * The key of a mail is what it is about; a mail whose key is known is never queued again, and a
 * settled row stays as the proof of that. Rows: `mail/<id>`; times: `due/…` (to send, or the end
 * of a lease) and `kept/…` (to forget); by the person it is about: `about/<entryUUID>/<id>`.
 */
import type { StateReader, StateTransaction } from '../store/state-database.js';
import { addDue, type DueIndex, dueUntil, firstDueAt, removeDue } from './due-index.js';
import {
  mailId,
  type MailRow,
  type MailState,
  type MailToQueue,
  rowOf,
  type SettledState,
} from './mail-row.js';

const pending: DueIndex = { database: 'mails', prefix: 'due' };
const settled: DueIndex = { database: 'mails', prefix: 'kept' };

export function mailOf(state: StateReader, id: string): MailRow | undefined {
  return state.get('mails', `mail/${id}`) as MailRow | undefined;
}

/** Queues a mail unless its key is known; says whether it did. */
export function enqueueMail(
  transaction: StateTransaction,
  mail: MailToQueue,
  now: number,
): boolean {
  const row = rowOf(mail, now);
  if (mailOf(transaction, row.id) !== undefined) return false;
  put(transaction, row);
  addDue(transaction, pending, { at: row.dueAt, id: row.id });
  if (row.person !== undefined) transaction.put('mails', aboutKey(row.person, row.id), null);
  return true;
}

/** Keeps the proof that a digest tells of this mail: it is not queued itself. */
export function mailGrouped(
  transaction: StateTransaction,
  mail: MailToQueue,
  when: { readonly now: number; readonly forgetAt: number },
): boolean {
  if (!enqueueMail(transaction, mail, when.now)) return false;
  settle(transaction, mailId(mail), { state: 'grouped', lastError: null }, when);
  return true;
}

/** Takes the mails due, except those this process is sending, until a time. */
export function leaseMails(
  transaction: StateTransaction,
  options: {
    readonly now: number;
    readonly until: number;
    readonly limit: number;
    readonly except: ReadonlySet<string>;
  },
): MailRow[] {
  const ids: string[] = [];
  for (const { id } of dueUntil(transaction, pending, options.now)) {
    if (options.except.has(id)) continue;
    ids.push(id);
    if (ids.length >= options.limit) break;
  }
  return ids.flatMap((id) => {
    const row = mailOf(transaction, id);
    return row ? [move(transaction, row, { state: 'leased', dueAt: options.until })] : [];
  });
}

/** Prolongs a lease while its holder lives; a mail that is no longer leased is left alone. */
export function renewLease(transaction: StateTransaction, id: string, until: number): void {
  const row = mailOf(transaction, id);
  if (row?.state === 'leased') move(transaction, row, { dueAt: until });
}

/** The relay took it. The row stays as the proof against sending it again. */
export function mailSent(
  transaction: StateTransaction,
  id: string,
  when: { readonly now: number; readonly forgetAt: number },
): void {
  settle(transaction, id, { state: 'sent', lastError: null }, when);
}

/** It will never leave: refused for good, or too old. */
export function mailFailed(
  transaction: StateTransaction,
  id: string,
  reason: string,
  when: { readonly now: number; readonly forgetAt: number },
): void {
  settle(transaction, id, { state: 'failed', lastError: reason }, when);
}

/** What it says is no longer so. False when it has left, or is leaving. */
export function mailWithdrawn(
  transaction: StateTransaction,
  id: string,
  when: { readonly now: number; readonly forgetAt: number },
): boolean {
  const row = mailOf(transaction, id);
  if (row?.state !== 'queued' && row?.state !== 'retry') return false;
  settle(transaction, id, { state: 'withdrawn', lastError: null }, when);
  return true;
}

/**
 * Someone has a mail sent again; false when there is none, it waits anyway, or what it said was
 * confidential.
 */
export function resendMail(transaction: StateTransaction, id: string, now: number): boolean {
  const row = mailOf(transaction, id);
  if (!row || row.data === null || (row.state !== 'sent' && row.state !== 'failed')) return false;
  removeDue(transaction, settled, { at: row.dueAt, id });
  addDue(transaction, pending, { at: now, id });
  put(transaction, {
    ...row,
    state: 'queued',
    queuedAt: now,
    dueAt: now,
    attempts: 0,
    resent: (row.resent ?? 0) + 1,
    settledAt: null,
  });
  return true;
}

const aboutMax = 200;

/** The mails about a person, latest first; at most 200. */
export function mailsAbout(state: StateReader, person: string): readonly MailRow[] {
  const prefix = `about/${person}/`;
  return [...state.list('mails', { prefix, limit: aboutMax })]
    .flatMap(({ key }) => mailOf(state, key.slice(prefix.length)) ?? [])
    .sort((a, b) => b.queuedAt - a.queuedAt);
}

/** It did not leave this time. */
export function mailDeferred(
  transaction: StateTransaction,
  id: string,
  reason: string,
  nextAt: number,
): void {
  const row = mailOf(transaction, id);
  if (row?.state !== 'leased') return;
  const attempts = row.attempts + 1;
  move(transaction, row, { state: 'retry', dueAt: nextAt, attempts, lastError: reason });
}

/** Drops proofs past their retention, a few at a time; returns how many. */
export function forgetMails(transaction: StateTransaction, now: number, limit: number): number {
  const due = [...take(dueUntil(transaction, settled, now), limit)];
  for (const each of due) {
    removeDue(transaction, settled, each);
    const person = mailOf(transaction, each.id)?.person;
    if (person !== undefined) transaction.remove('mails', aboutKey(person, each.id));
    transaction.remove('mails', `mail/${each.id}`);
  }
  return due.length;
}

/** When the next mail falls due, or the next lease ends. */
export function nextMailAt(state: StateReader): number | undefined {
  return firstDueAt(state, pending);
}

/** How many mails stand in each state. */
export function countMails(state: StateReader): Record<MailState, number> {
  const counts = { queued: 0, leased: 0, retry: 0, sent: 0, failed: 0, withdrawn: 0, grouped: 0 };
  for (const { value } of state.list('mails', { prefix: 'mail/' })) {
    counts[(value as MailRow).state] += 1;
  }
  return counts;
}

const aboutKey = (person: string, id: string): string => `about/${person}/${id}`;

function put(transaction: StateTransaction, row: MailRow): void {
  transaction.put('mails', `mail/${row.id}`, row);
}

function move(transaction: StateTransaction, row: MailRow, change: Partial<MailRow>): MailRow {
  const next = { ...row, ...change };
  removeDue(transaction, pending, { at: row.dueAt, id: row.id });
  addDue(transaction, pending, { at: next.dueAt, id: row.id });
  put(transaction, next);
  return next;
}

function settle(
  transaction: StateTransaction,
  id: string,
  change: { readonly state: SettledState; readonly lastError: string | null },
  when: { readonly now: number; readonly forgetAt: number },
): void {
  const row = mailOf(transaction, id);
  if (!row || row.settledAt !== null) return;
  removeDue(transaction, pending, { at: row.dueAt, id });
  addDue(transaction, settled, { at: when.forgetAt, id });
  const data = row.confidential ? null : row.data;
  put(transaction, { ...row, ...change, data, dueAt: when.forgetAt, settledAt: when.now });
}

function* take<T>(items: Iterable<T>, limit: number): Iterable<T> {
  let left = limit;
  for (const item of items) {
    if (left <= 0) return;
    left -= 1;
    yield item;
  }
}
