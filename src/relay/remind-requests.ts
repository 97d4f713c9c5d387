import { responseAttribute } from '../domain/catalogue.js';
import { textOf, type Entry } from '../model/entry.js';
import type { AccessWaitingData } from '../notify/access-mails.js';
import { enqueueMail } from '../state/mail-queue.js';
import { mailId, type MailToQueue } from '../state/mail-row.js';
import {
  dueFollowUps,
  followedUp,
  followUpEnded,
  type FollowUpRow,
} from '../state/request-follow-ups.js';
import type { MailFollowing } from './follow-mails.js';
import { centreOf, instantOf, requestData, requestMail } from './mail-work.js';
import { administratorsOf, recipientsOf } from './referents.js';

const atOnce = 100;

/**
 * Speaks again of requests that nobody answered: to the referents first, then to the regional
 * administrators. What the entry holds now decides, not what the request once said.
 */
export async function remindOfRequests(following: MailFollowing): Promise<void> {
  const { store, clock, observe } = following;
  for (;;) {
    const now = clock().getTime();
    const rows = dueFollowUps(store.state, now, atOnce);
    if (rows.length === 0) return;
    const planned: { row: FollowUpRow; mails: readonly MailToQueue[] | undefined }[] = [];
    for (const row of rows) planned.push({ row, mails: await mailsOf(following, row) });
    const queued = await store.write(({ state }) =>
      planned.flatMap(({ row, mails }) => {
        if (mails) followedUp(state, row);
        else followUpEnded(state, row);
        return (mails ?? []).filter((mail) => enqueueMail(state, mail, now));
      }),
    );
    for (const mail of queued) {
      observe({ event: 'mail-queued', mail: mailId(mail), template: mail.template });
    }
  }
}

/** Undefined when the request waits no more. */
async function mailsOf(
  following: MailFollowing,
  row: FollowUpRow,
): Promise<readonly MailToQueue[] | undefined> {
  const { people, catalogue } = following;
  const service = catalogue.byCode(row.service);
  const person = await people.locate(row.person, row.personDn);
  if (!service || !person || textOf(person, responseAttribute(service)) !== 'A traiter')
    return undefined;
  const isReminder = row.stage === 'reminder';
  const recipients = isReminder
    ? recipientsOf(people, { ...following, service, postalCode: textOf(person, 'codePostal') })
    : administratorsOf(people);
  const data: AccessWaitingData = {
    ...requestData(following, service, person),
    ...waitingFacts(following, row, person),
  };
  const template = isReminder ? 'access-reminder' : 'access-escalation';
  return recipients.map((recipient) =>
    requestMail(row, { template, transition: row.stage, recipient, data }),
  );
}

const day = new Intl.DateTimeFormat('fr-FR', { timeZone: 'Europe/Paris', dateStyle: 'short' });

function waitingFacts(
  following: MailFollowing,
  row: FollowUpRow,
  person: Entry,
): Pick<AccessWaitingData, 'since' | 'days' | 'centre'> {
  const { reminderDays, escalationDays } = following.pace;
  return {
    since: day.format(instantOf(row.at) ?? following.clock()),
    days: row.stage === 'reminder' ? reminderDays : escalationDays,
    centre: centreOf(following, person),
  };
}
