import { headerText, type MailMessage } from '../notify/mail-message.js';
import { mailTemplateNames, mailTemplates } from '../notify/mail-templates.js';
import type { MailRenderer } from '../notify/render.js';
import type { MailRow } from '../state/mail-queue.js';

/** As the guide's mail is addressed. */
const recipientName = 'Administrateur – Services e-Santé Bretagne';

/**
 * The message of a queued mail. Its Message-ID comes from the row's id, so that the same mail
 * sent again after a crash is recognisable as the same.
 *
 * @throws Error when a template lacks data, or a row of another version names an unknown one.
 */
export function composeMail(row: MailRow, from: string, render: MailRenderer): MailMessage {
  const template = mailTemplateNames.find((name) => name === row.template);
  if (!template) throw new Error(`no mail template named ${row.template}`);
  const domain = domainOf(from);
  const data = row.data as Readonly<Record<string, unknown>>;
  return {
    messageId: `${row.id}@${domain}`,
    from: headerText(from),
    to: { name: recipientName, address: row.recipient },
    ...render(template, data),
    list: { id: `${mailTemplates[template].list}.${domain}`, comment: 'Annuaire Régional' },
  };
}

function domainOf(from: string): string {
  return /@([A-Za-z0-9.-]+)>?\s*$/.exec(from)?.[1] ?? 'annuaire.invalid';
}
