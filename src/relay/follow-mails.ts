import type { ServiceCatalogue } from '../domain/catalogue.js';
import type { AccessRequested } from '../domain/events.js';
import type { Territories } from '../domain/territory.js';
import { textOf } from '../model/entry.js';
import { type AccessRequestedData, accessRequestedData } from '../notify/access-requested.js';
import type { Directory } from '../operations/directory.js';
import { cursorOf, moveCursor } from '../state/cursors.js';
import type { DurableState } from '../state/durable-state.js';
import { enqueueMail, mailId, type MailKey } from '../state/mail-queue.js';
import { requestsOf } from './journal-work.js';
import type { People } from './people.js';
import { type Diffusion, recipientsOf } from './referents.js';
import type { RelayObserver } from './relay-event.js';

export interface MailFollowing {
  readonly directory: Directory;
  readonly people: People;
  readonly store: DurableState;
  readonly catalogue: ServiceCatalogue;
  readonly territories: Territories;
  readonly diffusion: Diffusion;
  readonly publicUrl: string | undefined;
  readonly clock: () => Date;
  readonly observe: RelayObserver;
}

type PlannedMail = MailKey & { readonly data: AccessRequestedData };

const batchRows = 500;

/**
 * Reads the journal from where the mails stand and queues what it asks for. One transaction
 * moves the cursor and queues, so that a crash neither loses a mail nor queues it twice.
 */
export async function followMails(following: MailFollowing): Promise<void> {
  const { directory, store, clock, observe } = following;
  for (;;) {
    const rows = directory.follow(cursorOf(store.state, 'mails') ?? 0, batchRows);
    const last = rows.at(-1);
    if (!last) return;
    const mails: PlannedMail[] = [];
    for (const event of rows.flatMap(requestsOf)) {
      mails.push(...(await mailsOfRequest(following, event)));
    }
    const queued = await store.write(({ state }) => {
      if (!moveCursor(state, 'mails', last.sequence)) return [];
      return mails.filter((mail) => enqueueMail(state, mail, clock().getTime()));
    });
    for (const mail of queued) {
      observe({ event: 'mail-queued', mail: mailId(mail), service: mail.data.application });
    }
  }
}

/** One mail per referent of the service. */
async function mailsOfRequest(
  following: MailFollowing,
  event: AccessRequested,
): Promise<readonly PlannedMail[]> {
  const { people, catalogue, territories, diffusion, publicUrl, observe } = following;
  const service = catalogue.byCode(event.service);
  const person = await people.locate(event.person, event.personDn);
  if (!service || !person) return [];
  const postalCode = textOf(person, 'codePostal');
  const recipients = recipientsOf(people, { service, postalCode, diffusion, territories });
  if (recipients.length === 0) {
    observe({ event: 'mail-without-recipient', service: service.code });
  }
  const data = accessRequestedData(
    service,
    {
      login: textOf(person, 'uid') ?? '',
      surname: textOf(person, 'sn'),
      givenName: textOf(person, 'givenName'),
      profession: textOf(person, 'profession'),
      mail: textOf(person, 'mail'),
      postalCode,
      city: textOf(person, 'commune'),
    },
    publicUrl,
  );
  return recipients.map((recipient) => ({
    template: 'access-requested',
    request: JSON.stringify([event.person, event.service, event.at]),
    transition: 'A traiter',
    recipient,
    data,
  }));
}
