import { mailTemplateNames } from '../notify/mail-templates.js';
import type { RenderedMail } from '../notify/render.js';
import type { MailRow, MailToQueue } from '../state/mail-row.js';
import { enqueueMail, mailOf, mailsAbout, resendMail } from '../state/mail-queue.js';
import type { RelayOptions } from './relay-options.js';

/** What people may ask of the mail queue. */
export interface MailDesk {
  /** The mails about a person, latest first. */
  mailsAbout(entryUuid: string): readonly MailRow[];
  /** What a mail says, or said; undefined when there is none or it was confidential. */
  renderMail(id: string): RenderedMail | undefined;
  /** Sends a mail again; false when there is none that can be. */
  resendMail(id: string): Promise<boolean>;
  /** Queues a mail unless its key is known; says whether it did. */
  queueMail(mail: MailToQueue): Promise<boolean>;
}

export function mailDesk(
  { store, clock, render }: Pick<RelayOptions, 'store' | 'clock' | 'render'>,
  wake: () => void,
): MailDesk {
  return {
    mailsAbout: (entryUuid) => mailsAbout(store.state, entryUuid),
    renderMail: (id) => {
      const row = mailOf(store.state, id);
      const template = mailTemplateNames.find((name) => name === row?.template);
      if (!row || !template || row.confidential || row.data === null) return undefined;
      return render(template, row.data as Readonly<Record<string, unknown>>);
    },
    resendMail: async (id) => {
      const now = clock().getTime();
      const done = await store.write(({ state }) => resendMail(state, id, now));
      wake();
      return done;
    },
    queueMail: async (mail) => {
      const now = clock().getTime();
      const done = await store.write(({ state }) => enqueueMail(state, mail, now));
      wake();
      return done;
    },
  };
}
