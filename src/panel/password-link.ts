import { type Entry, textOf } from '../model/entry.js';
import type { PanelOptions } from './options.js';

/** How long a link to choose a password serves. */
export const linkMinutes = 30;

/**
 * Makes a link to choose a password and has it mailed to the person's own address, and nowhere
 * else. False when there is no address, or no mail can leave.
 *
 * @param template `activation` for who has no password yet
 */
export async function queuePasswordLink(
  { links, queueMail, publicUrl, localUrl }: PanelOptions,
  person: Entry,
  template: 'password-link' | 'activation',
): Promise<boolean> {
  const [mail, login, entryUuid] = ['mail', 'uid', 'entryUUID'].map((name) => textOf(person, name));
  if (!links || !queueMail || mail === undefined || login === undefined) return false;
  if (entryUuid === undefined) return false;
  const token = await links.issue({
    purpose: 'password',
    subject: entryUuid,
    data: { dn: person.dn },
    lifetimeMs: linkMinutes * 60_000,
  });
  const name = [textOf(person, 'givenName'), textOf(person, 'sn')].filter(Boolean).join(' ');
  const site = publicUrl ?? localUrl ?? '';
  return queueMail({
    template,
    request: `${entryUuid} ${token.slice(0, 8)}`,
    transition: 'link',
    recipient: mail,
    recipientName: name,
    person: entryUuid,
    confidential: true,
    data: {
      name: name.toLocaleUpperCase('fr'),
      login,
      link: `${site}/nouveau-mot-de-passe?lien=${token}`,
      minutes: linkMinutes,
    },
  });
}
