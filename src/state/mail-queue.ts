/**
 * Mails to send, each exactly once in effect.
 *
 *     queued ── lease ──▶ leased ── 250 ──▶ sent ── retention ──▶ (gone)
 *        ▲                  │ │
 *        │   lease ran out  │ └── 5xx, too old ──▶ failed ── retention ──▶ (gone)
 *        └─────────────── retry ◀── 4xx, network
 *
 * The key of a mail is what it is about; a mail whose key is known is never queued again, and a
 * sent row stays as the proof of that. Rows: `mail/<id>`; times: `due/…` (to send, or the end
 * of a lease) and `kept/…` (to forget).
 */
import { createHash } from 'node:crypto';

import type { Json, StateReader, StateTransaction } from '../store/state-database.js';
import { addDue, type DueIndex, dueUntil, firstDueAt, removeDue } from './due-index.js';

/** What a mail is about: one mail per key, ever. */
export interface MailKey {
  readonly template: string;
  /** Identifies the request: person, service, time. */
  readonly request: string;
  /** What happened to it. */
  readonly transition: string;
  readonly recipient: string;
}

export type MailState = 'queued' | 'leased' | 'retry' | 'sent' | 'failed';

/** Times are milliseconds since 1970. A type, not an interface, so that it is a `Json`. */
export type MailRow = {
  readonly id: string;
  readonly template: string;
  readonly recipient: string;
  readonly state: MailState;
  readonly queuedAt: number;
  /** When to send, when the lease ends, or when to forget the row, by state. */
  readonly dueAt: number;
  readonly attempts: number;
  /** What the template needs; dropped once the mail has left or failed. */
  readonly data: Json;
  readonly lastError: string | null;
  readonly settledAt: number | null;
};

const pending: DueIndex = { database: 'mails', prefix: 'due' };
const settled: DueIndex = { database: 'mails', prefix: 'kept' };

/** The id of a mail, from its key alone: also the left part of its Message-ID. */
export function mailId({ template, request, transition, recipient }: MailKey): string {
  const key = JSON.stringify([template, request, transition, recipient.toLowerCase()]);
  return createHash('sha256').update(key).digest('hex').slice(0, 40);
}

export function mailOf(state: StateReader, id: string): MailRow | undefined {
  return state.get('mails', `mail/${id}`) as MailRow | undefined;
}

/** Queues a mail unless its key is known; says whether it did. */
export function enqueueMail(
  transaction: StateTransaction,
  mail: MailKey & { readonly data: Json },
  now: number,
): boolean {
  const id = mailId(mail);
  if (mailOf(transaction, id) !== undefined) return false;
  const { template, recipient, data } = mail;
  const row: MailRow = {
    id,
    template,
    recipient,
    state: 'queued',
    queuedAt: now,
    dueAt: now,
    attempts: 0,
    data,
    lastError: null,
    settledAt: null,
  };
  put(transaction, row);
  addDue(transaction, pending, { at: row.dueAt, id });
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

/** The relay took it. The row stays, without its data, as the proof against sending it again. */
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
  const counts = { queued: 0, leased: 0, retry: 0, sent: 0, failed: 0 };
  for (const { value } of state.list('mails', { prefix: 'mail/' })) {
    counts[(value as MailRow).state] += 1;
  }
  return counts;
}

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
  change: { readonly state: 'sent' | 'failed'; readonly lastError: string | null },
  when: { readonly now: number; readonly forgetAt: number },
): void {
  const row = mailOf(transaction, id);
  if (!row || row.state === 'sent' || row.state === 'failed') return;
  removeDue(transaction, pending, { at: row.dueAt, id });
  addDue(transaction, settled, { at: when.forgetAt, id });
  put(transaction, { ...row, ...change, data: null, dueAt: when.forgetAt, settledAt: when.now });
}

function* take<T>(items: Iterable<T>, limit: number): Iterable<T> {
  let left = limit;
  for (const item of items) {
    if (left <= 0) return;
    left -= 1;
    yield item;
  }
}
