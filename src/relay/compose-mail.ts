import { createHash } from 'node:crypto';
import { headerText, type MailMessage } from '../notify/mail-message.js';
import { mailTemplateNames, mailTemplates } from '../notify/mail-templates.js';
import type { MailRenderer } from '../notify/render.js';
import type { MailRow } from '../state/mail-row.js';

/** Who mails come from. */
export interface MailSender {
  /** `ANNUAIRE_MAIL_FROM` */
  readonly from: string;
  /** `ANNUAIRE_MAIL_BOUNCE`: what comes back goes there, naming the mail. */
  readonly bounce?: string | undefined;
}

/**
 * The message of a queued mail. Its Message-ID comes from the row's id, so that the same mail
 * sent again after a crash is recognisable as the same.
 *
 * @throws Error when a template lacks data, or a row of another version names an unknown one.
 */
export function composeMail(row: MailRow, sender: MailSender, render: MailRenderer): MailMessage {
  const template = mailTemplateNames.find((name) => name === row.template);
  if (!template) throw new Error(`no mail template named ${row.template}`);
  const domain = domainOf(sender.from);
  const again = row.resent === undefined ? '' : `.${String(row.resent)}`;
  return {
    messageId: `${row.id}${again}@${domain}`,
    from: headerText(sender.from),
    to: { name: headerText(row.recipientName ?? ''), address: row.recipient },
    ...render(template, row.data as Readonly<Record<string, unknown>>),
    list: { id: `${mailTemplates[template].list}.${domain}`, comment: 'Annuaire Régional' },
    conversation: row.thread === undefined ? undefined : conversationId(row.thread, domain),
    bounce: sender.bounce === undefined ? undefined : bounceAddress(sender.bounce, row.id),
  };
}

/** Nobody ever sent this id: mails that refer to it stand together in a mailbox all the same. */
function conversationId(thread: string, domain: string): string {
  const digest = createHash('sha256').update(thread).digest('hex').slice(0, 40);
  return `conversation.${digest}@${domain}`;
}

/** `bounce@example.org` → `bounce+<id>@example.org` */
function bounceAddress(address: string, id: string): string {
  return address.replace(/@(?=[^@]*$)/, `+${id}@`);
}

function domainOf(from: string): string {
  return /@([A-Za-z0-9.-]+)>?\s*$/.exec(from)?.[1] ?? 'annuaire.invalid';
}
