import { mailTemplateNames } from '../notify/mail-templates.js';
import { enqueueMail, mailOf, mailsAbout, resendMail } from '../state/mail-queue.js';
import type { Relay } from './relay.js';
import type { RelayOptions } from './relay-options.js';

/** What people may ask of the mail queue: to see, to send again, to queue. */
export function mailDesk(
  { store, clock, render }: Pick<RelayOptions, 'store' | 'clock' | 'render'>,
  wake: () => void,
): Pick<Relay, 'mailsAbout' | 'renderMail' | 'resendMail' | 'queueMail'> {
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
