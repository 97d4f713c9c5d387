/**
 * Of each decision that its person has not been told of yet, the mail that waits: so that a
 * decision which is undone, or replaced, before it left takes its mail back. Rows:
 * `decision/<entryUUID>/<service>`.
 */
import type { StateTransaction } from '../store/state-database.js';
import { enqueueMail, mailWithdrawn } from './mail-queue.js';
import { mailId, type MailToQueue } from './mail-row.js';

/** A type, not an interface, so that it is a `Json`. */
type DecisionRow = {
  readonly mail: string;
  /** The state that the person knows of. */
  readonly told: string;
};

/** An answer as the journal tells it. */
export interface Decision {
  readonly person: string;
  readonly service: string;
  readonly from: string;
  readonly to: string;
  /** Undefined: nothing is said of such a state, or there is nobody to say it to. */
  readonly mail: MailToQueue | undefined;
}

/**
 * Queues the mail of a decision in place of the one that waits. Nothing is queued when the
 * person comes to be told what it already knows. Says whether a mail was queued.
 */
export function decisionMade(
  transaction: StateTransaction,
  decision: Decision,
  when: { readonly now: number; readonly forgetAt: number },
): boolean {
  const { person, service, from, to, mail } = decision;
  const key = `decision/${person}/${service}`;
  const waiting = transaction.get('mails', key) as DecisionRow | undefined;
  const isWithdrawn = waiting !== undefined && mailWithdrawn(transaction, waiting.mail, when);
  const told = isWithdrawn ? waiting.told : from;
  transaction.remove('mails', key);
  if (!mail || to === told || !enqueueMail(transaction, mail, when.now)) return false;
  const row: DecisionRow = { mail: mailId(mail), told };
  transaction.put('mails', key, row);
  return true;
}
