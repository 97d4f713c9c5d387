import { createHash } from 'node:crypto';

import type { Json } from '../store/state-database.js';

/** What a mail is about: one mail per key, ever. */
export interface MailKey {
  readonly template: string;
  /** Identifies the request: person, service, time. */
  readonly request: string;
  /** What happened to it. */
  readonly transition: string;
  readonly recipient: string;
}

export type MailState = 'queued' | 'leased' | 'retry' | SettledState;

export type SettledState = 'sent' | 'failed' | 'withdrawn' | 'grouped';

/** A mail to queue: what it is about, to whom, and when. */
export interface MailToQueue extends MailKey {
  /** What the template needs. */
  readonly data: Json;
  /** Words beside the address. */
  readonly recipientName?: string | undefined;
  /** entryUUID of the person whose record lists the mail. */
  readonly person?: string | undefined;
  /** Names its conversation: mails of one share it. */
  readonly thread?: string | undefined;
  /** Carries a one-time link: its data is dropped once it left, and nobody sees it again. */
  readonly confidential?: boolean | undefined;
  /** Milliseconds until it may leave. */
  readonly delayMs?: number | undefined;
}

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
  readonly data: Json;
  readonly recipientName?: string | undefined;
  readonly person?: string | undefined;
  readonly thread?: string | undefined;
  readonly confidential?: boolean | undefined;
  /** How many times someone had it sent again. */
  readonly resent?: number | undefined;
  readonly lastError: string | null;
  readonly settledAt: number | null;
};

/** The id of a mail, from its key alone: also the left part of its Message-ID. */
export function mailId({ template, request, transition, recipient }: MailKey): string {
  const key = JSON.stringify([template, request, transition, recipient.toLowerCase()]);
  return createHash('sha256').update(key).digest('hex').slice(0, 40);
}

/** The row of a mail that begins to wait. */
export function rowOf(mail: MailToQueue, now: number): MailRow {
  const { template, recipient, data, recipientName, person, thread, confidential } = mail;
  return {
    id: mailId(mail),
    template,
    recipient,
    state: 'queued',
    queuedAt: now,
    dueAt: now + (mail.delayMs ?? 0),
    attempts: 0,
    data,
    recipientName,
    person,
    thread,
    confidential,
    lastError: null,
    settledAt: null,
  };
}
