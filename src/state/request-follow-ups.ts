/**
 * Requests that nobody has answered yet, and when to speak of them again. Rows:
 * `request/<entryUUID>/<service>`; times: `again/…`.
 */
import type { StateReader, StateTransaction } from '../store/state-database.js';
import { addDue, type Due, type DueIndex, dueUntil, firstDueAt, removeDue } from './due-index.js';

/** A type, not an interface, so that it is a `Json`. Times are milliseconds since 1970. */
export type FollowUpRow = {
  readonly person: string;
  readonly personDn: string;
  readonly service: string;
  /** Generalized time of the request. */
  readonly at: string;
  readonly stage: 'reminder' | 'escalation';
  readonly dueAt: number;
  /** When the regional administrators are told. */
  readonly escalationAt: number;
};

const index: DueIndex = { database: 'mails', prefix: 'again' };
const idOf = ({ person, service }: Pick<FollowUpRow, 'person' | 'service'>): string =>
  `${person}/${service}`;

/** Follows a request; one that is followed already keeps its times. */
export function followUp(transaction: StateTransaction, row: FollowUpRow): void {
  if (transaction.get('mails', `request/${idOf(row)}`) === undefined) put(transaction, row);
}

/** The request was answered or taken back. */
export function followUpEnded(
  transaction: StateTransaction,
  request: Pick<FollowUpRow, 'person' | 'service'>,
): void {
  const row = transaction.get('mails', `request/${idOf(request)}`) as FollowUpRow | undefined;
  if (!row) return;
  removeDue(transaction, index, dueOf(row));
  transaction.remove('mails', `request/${idOf(row)}`);
}

/** The reminder went out: the escalation is next. After the escalation nothing is. */
export function followedUp(transaction: StateTransaction, row: FollowUpRow): void {
  followUpEnded(transaction, row);
  if (row.stage === 'escalation') return;
  put(transaction, { ...row, stage: 'escalation', dueAt: row.escalationAt });
}

export function dueFollowUps(state: StateReader, now: number, limit: number): FollowUpRow[] {
  const rows: FollowUpRow[] = [];
  for (const { id } of dueUntil(state, index, now)) {
    if (rows.length >= limit) break;
    const row = state.get('mails', `request/${id}`) as FollowUpRow | undefined;
    if (row) rows.push(row);
  }
  return rows;
}

export function nextFollowUpAt(state: StateReader): number | undefined {
  return firstDueAt(state, index);
}

function put(transaction: StateTransaction, row: FollowUpRow): void {
  transaction.put('mails', `request/${idOf(row)}`, row);
  addDue(transaction, index, dueOf(row));
}

const dueOf = (row: FollowUpRow): Due => ({ at: row.dueAt, id: idOf(row) });
