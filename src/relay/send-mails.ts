import type { Mailer, MailOutcome } from '../notify/mail-message.js';
import type { MailRenderer } from '../notify/render.js';
import type { DurableState } from '../state/durable-state.js';
import {
  forgetMails,
  leaseMails,
  mailDeferred,
  mailFailed,
  mailSent,
  renewLease,
} from '../state/mail-queue.js';
import type { MailRow } from '../state/mail-row.js';
import { composeMail, type MailSender } from './compose-mail.js';
import { type Pace, waitAfter } from './pace.js';
import type { RelayObserver } from './relay-event.js';

export interface MailSending {
  readonly store: DurableState;
  readonly mailer: Mailer;
  readonly render: MailRenderer;
  readonly sender: MailSender;
  readonly pace: Pace;
  readonly clock: () => Date;
  readonly random: () => number;
  readonly observe: RelayObserver;
  /** Ids this process is sending: their leases are renewed, never taken again. */
  readonly inFlight: Set<string>;
  readonly closing: () => boolean;
}

const batchMails = 4;
const forgottenAtOnce = 100;

/** Sends the mails that are due until none is, and drops old proofs. */
export async function sendMails(sending: MailSending): Promise<void> {
  const { store, clock, inFlight, pace } = sending;
  while (!sending.closing()) {
    const now = clock().getTime();
    const mails = await store.write(({ state }) => {
      forgetMails(state, now, forgottenAtOnce);
      const until = now + pace.mailLeaseMs;
      return leaseMails(state, { now, until, limit: batchMails, except: inFlight });
    });
    if (mails.length === 0) return;
    await Promise.all(mails.map((mail) => sendMail(sending, mail)));
  }
}

/** Sends one leased mail and records how it ended. */
async function sendMail(sending: MailSending, mail: MailRow): Promise<void> {
  const { store, clock, inFlight, pace, observe } = sending;
  inFlight.add(mail.id);
  const renewal = setInterval(() => {
    if (sending.closing()) {
      // A mail left hanging at close is the next process's, once this lease runs out.
      clearInterval(renewal);
      return;
    }
    const until = clock().getTime() + pace.mailLeaseMs;
    // A renewal that fails only means that a crash now would be noticed sooner.
    store
      .write(({ state }) => {
        renewLease(state, mail.id, until);
      })
      .catch(() => undefined);
  }, pace.mailLeaseMs / 3);
  try {
    const outcome = await attempt(sending, mail);
    await store.write(({ state }) => {
      settle(sending, mail, outcome, state);
    });
    if (outcome.kind === 'sent') {
      observe({ event: 'mail-sent', mail: mail.id, attempts: mail.attempts + 1 });
    } else {
      const event = outcome.kind === 'failed' ? 'mail-failed' : 'mail-deferred';
      observe({ event, mail: mail.id, reason: outcome.reason });
    }
  } finally {
    clearInterval(renewal);
    inFlight.delete(mail.id);
  }
}

async function attempt(sending: MailSending, mail: MailRow): Promise<MailOutcome> {
  const { mailer, render, sender, clock, pace } = sending;
  const tooOld = clock().getTime() - mail.queuedAt > pace.mailAgeMaxMs;
  if (tooOld) return { kind: 'failed', reason: mail.lastError ?? 'too old' };
  try {
    return await mailer.send(composeMail(mail, sender, render));
  } catch (error) {
    // A template's fault: repairing it and waiting sends the mail after all.
    return { kind: 'retry', reason: error instanceof Error ? error.message : 'unknown failure' };
  }
}

function settle(
  { clock, pace, random }: MailSending,
  mail: MailRow,
  outcome: MailOutcome,
  state: Parameters<typeof mailSent>[0],
): void {
  const now = clock().getTime();
  const when = { now, forgetAt: now + pace.mailProofMs };
  if (outcome.kind === 'sent') mailSent(state, mail.id, when);
  else if (outcome.kind === 'failed') mailFailed(state, mail.id, outcome.reason, when);
  else {
    const wait = waitAfter(mail.attempts, pace.mailRetriesMs, random);
    mailDeferred(state, mail.id, outcome.reason, now + wait);
  }
}
