import { enqueueMail } from '../state/mail-queue.js';
import { mailId, type MailToQueue } from '../state/mail-row.js';
import { type DigestRow, nextDigestAt, takeDigests } from '../state/mail-digests.js';
import type { MailFollowing } from './follow-mails.js';

/** Queues the digests whose time has come. */
export async function queueDigests(
  following: Pick<MailFollowing, 'store' | 'clock' | 'publicUrl' | 'observe'>,
): Promise<void> {
  const { store, clock, publicUrl, observe } = following;
  const now = clock().getTime();
  if ((nextDigestAt(store.state) ?? Infinity) > now) return;
  const queued = await store.write(({ state }) =>
    takeDigests(state, now)
      .map((row) => digestMail(row, publicUrl))
      .filter((mail) => enqueueMail(state, mail, now)),
  );
  for (const mail of queued) {
    observe({ event: 'mail-queued', mail: mailId(mail), template: mail.template });
  }
}

/** A digest tells of at most so many; it counts the others. */
const toldMax = 50;

function digestMail(row: DigestRow, publicUrl: string | undefined): MailToQueue {
  const { recipient, recipientName, count, dueAt } = row;
  const told = row.told.slice(0, toldMax);
  return {
    template: 'requests-digest',
    request: String(dueAt),
    transition: 'digest',
    recipient,
    recipientName,
    data: {
      count,
      others: count - told.length,
      requests: told,
      link: publicUrl === undefined ? '' : `${publicUrl.replace(/\/+$/, '')}/demandes`,
    },
  };
}
