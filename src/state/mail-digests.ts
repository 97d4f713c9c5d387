/**
 * Nobody is to find a hundred mails of requests in the morning: the first few of ten minutes go
 * out one by one, those after them together. Rows: `burst/<address>`, of whom was written to
 * lately; `digest/<address>`, what waits; times: `digests/…`.
 */
import type { Json, StateReader, StateTransaction } from '../store/state-database.js';
import { addDue, type DueIndex, dueUntil, firstDueAt, removeDue } from './due-index.js';
import { enqueueMail, mailGrouped } from './mail-queue.js';
import { mailId, type MailToQueue } from './mail-row.js';

export interface DigestRules {
  /** Mails to one address within the window that go out one by one. */
  readonly single: number;
  readonly windowMs: number;
}

/** What a digest tells. Types, not interfaces, so that they are `Json`. */
export type DigestRow = {
  readonly recipient: string;
  readonly recipientName: string | undefined;
  /** The data of each mail told; at most 200 are kept, the others are counted. */
  readonly told: readonly Json[];
  readonly count: number;
  readonly dueAt: number;
};

type Burst = { readonly times: readonly number[] };

const index: DueIndex = { database: 'mails', prefix: 'digests' };
const toldMax = 200;

/** Queues a mail, or puts it into its recipient's digest; `false` when its key is known. */
export function enqueueOrGroup(
  transaction: StateTransaction,
  mail: MailToQueue,
  rules: DigestRules & { readonly now: number; readonly forgetAt: number },
): boolean {
  if (transaction.get('mails', `mail/${mailId(mail)}`) !== undefined) return false;
  const address = addressKey(mail.recipient);
  const { now, windowMs, single } = rules;
  const burst = transaction.get('mails', `burst/${address}`) as Burst | undefined;
  const times = (burst?.times ?? []).filter((time) => time > now - windowMs);
  if (times.length < single) {
    transaction.put('mails', `burst/${address}`, { times: [...times, now] });
    return enqueueMail(transaction, mail, now);
  }
  group(transaction, mail, now + windowMs);
  return mailGrouped(transaction, mail, rules);
}

function group(transaction: StateTransaction, mail: MailToQueue, dueAt: number): void {
  const address = addressKey(mail.recipient);
  const row = digestOf(transaction, address) ?? {
    recipient: mail.recipient,
    recipientName: mail.recipientName,
    told: [],
    count: 0,
    dueAt,
  };
  if (row.count === 0) addDue(transaction, index, { at: row.dueAt, id: address });
  const told = row.told.length < toldMax ? [...row.told, mail.data] : row.told;
  transaction.put('mails', `digest/${address}`, { ...row, told, count: row.count + 1 });
}

/** Takes the digests whose time has come; each is gone once its mail is queued. */
export function takeDigests(transaction: StateTransaction, now: number): DigestRow[] {
  const due = [...dueUntil(transaction, index, now)];
  return due.flatMap((each) => {
    const row = digestOf(transaction, each.id);
    removeDue(transaction, index, each);
    transaction.remove('mails', `digest/${each.id}`);
    transaction.remove('mails', `burst/${each.id}`);
    return row ? [row] : [];
  });
}

export function nextDigestAt(state: StateReader): number | undefined {
  return firstDueAt(state, index);
}

function digestOf(state: StateReader, address: string): DigestRow | undefined {
  return state.get('mails', `digest/${address}`) as DigestRow | undefined;
}

const addressKey = (address: string): string => address.toLowerCase();
