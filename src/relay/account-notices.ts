import { type Entry, textOf } from '../model/entry.js';
import { personName } from '../notify/access-mails.js';
import { isAddress } from '../notify/mail-message.js';
import type { MailToQueue } from '../state/mail-row.js';
import type { MailFollowing } from './follow-mails.js';
import { changesOf, type FollowedRow } from './journal-work.js';

const moment = new Intl.DateTimeFormat('fr-FR', {
  timeZone: 'Europe/Paris',
  dateStyle: 'short',
  timeStyle: 'short',
});

/**
 * Tells the holder of an account that its password or its address was changed, by whichever
 * door: the change of an address goes to the address before it, which alone its holder may still
 * read. What was set for the first time is no change.
 */
export async function accountNotices(
  following: Pick<MailFollowing, 'people'>,
  row: FollowedRow,
): Promise<readonly MailToQueue[]> {
  const { mail, password } = changesOf(row);
  const former = mail?.before;
  const isMailChanged = former !== undefined && former.toLowerCase() !== mail?.after?.toLowerCase();
  if (!isMailChanged && password !== 'changed') return [];
  const entry = await following.people.locate(row.entryUuid, row.dn);
  if (!entry || textOf(entry, 'uid') === undefined) return [];
  const notices = [
    ...(isMailChanged ? [notice(row, entry, { template: 'mail-changed', recipient: former })] : []),
    ...(password === 'changed'
      ? [
          notice(row, entry, {
            template: 'password-changed',
            recipient: textOf(entry, 'mail') ?? '',
          }),
        ]
      : []),
  ];
  return notices.filter(({ recipient }) => isAddress(recipient));
}

function notice(
  row: FollowedRow,
  entry: Entry,
  to: { readonly template: 'mail-changed' | 'password-changed'; readonly recipient: string },
): MailToQueue {
  const name = personName(textOf(entry, 'givenName'), textOf(entry, 'sn'));
  return {
    ...to,
    request: `${row.entryUuid} ${String(row.sequence)}`,
    transition: 'changed',
    recipientName: name,
    person: row.entryUuid,
    data: { name, login: textOf(entry, 'uid') ?? '', at: moment.format(new Date(row.time)) },
  };
}
