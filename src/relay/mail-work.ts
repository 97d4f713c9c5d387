import type { Service } from '../domain/catalogue.js';
import type { AccessAnswered, AccessRequested } from '../domain/events.js';
import { coordinationCentreOf } from '../domain/territory.js';
import { instantAfterWorkingDays } from '../domain/working-days.js';
import { type Entry, textOf } from '../model/entry.js';
import { accessDecidedData, decisionTemplate, personName } from '../notify/access-mails.js';
import { type AccessRequestedData, accessRequestedData } from '../notify/access-requested.js';
import { isAddress } from '../notify/mail-message.js';
import type { Decision } from '../state/decision-mails.js';
import type { MailToQueue } from '../state/mail-row.js';
import type { FollowUpRow } from '../state/request-follow-ups.js';
import type { MailFollowing } from './follow-mails.js';
import { recipientsOf } from './referents.js';

/** What a journal row asks of the mails, ready to be written. */
export type MailWork =
  | {
      readonly kind: 'request';
      readonly mails: readonly MailToQueue[];
      readonly followUp: FollowUpRow;
    }
  | { readonly kind: 'notices'; readonly mails: readonly MailToQueue[] }
  | {
      readonly kind: 'decision';
      readonly decision: Decision;
      /** Of a request that waits again. */
      readonly followUp: FollowUpRow | undefined;
    };

/** As the guide's mails are addressed. */
const referentName = 'Administrateur – Services e-Santé Bretagne';

/** Undefined for a service or a person that is no more. */
export async function workOfRequest(
  following: MailFollowing,
  event: AccessRequested,
): Promise<MailWork | undefined> {
  const { catalogue, people, observe } = following;
  const service = catalogue.byCode(event.service);
  const person = await people.locate(event.person, event.personDn);
  if (!service || !person) return undefined;
  const data = requestData(following, service, person);
  const recipients = recipientsOf(people, {
    ...following,
    service,
    postalCode: textOf(person, 'codePostal'),
  });
  if (recipients.length === 0) {
    observe({ event: 'mail-without-recipient', service: service.code });
  }
  return {
    kind: 'request',
    mails: recipients.map((recipient) =>
      requestMail(event, {
        template: 'access-requested',
        transition: 'A traiter',
        recipient,
        data,
      }),
    ),
    followUp: followUpOf(following, event),
  };
}

function followUpOf(
  { pace, clock }: MailFollowing,
  { person, personDn, service, at }: Omit<AccessRequested, 'type'>,
): FollowUpRow {
  const askedAt = instantOf(at) ?? clock().getTime();
  return {
    person,
    personDn,
    service,
    at,
    stage: 'reminder',
    dueAt: instantAfterWorkingDays(askedAt, pace.reminderDays),
    escalationAt: instantAfterWorkingDays(askedAt, pace.escalationDays),
  };
}

/** A mail about a request, in its conversation, to a referent or an administrator. */
export function requestMail(
  request: { readonly person: string; readonly service: string; readonly at: string },
  mail: Pick<MailToQueue, 'template' | 'transition' | 'recipient' | 'data'>,
): MailToQueue {
  const { person, service, at } = request;
  const key = JSON.stringify([person, service, at]);
  return { ...mail, request: key, recipientName: referentName, person, thread: key };
}

/** What mails of a request say of it. */
export function requestData(
  { publicUrl }: Pick<MailFollowing, 'publicUrl'>,
  service: Service,
  person: Entry,
): AccessRequestedData {
  return accessRequestedData(
    service,
    {
      login: textOf(person, 'uid') ?? '',
      surname: textOf(person, 'sn'),
      givenName: textOf(person, 'givenName'),
      profession: textOf(person, 'profession'),
      mail: textOf(person, 'mail'),
      postalCode: textOf(person, 'codePostal'),
      city: textOf(person, 'commune'),
    },
    publicUrl,
  );
}

/** The mail waits so long that a decision undone at once sends nothing. */
export async function workOfDecision(
  following: MailFollowing,
  event: AccessAnswered,
  reason: string | undefined,
): Promise<MailWork | undefined> {
  const service = following.catalogue.byCode(event.service);
  const person = await following.people.locate(event.person, event.personDn);
  if (!service || !person) return undefined;
  const mail = decisionMail(following, { event, service, person, reason });
  const { person: about, from, to } = event;
  const decision = { person: about, service: event.service, from, to, mail };
  const followUp = to === 'A traiter' ? followUpOf(following, event) : undefined;
  return { kind: 'decision', decision, followUp };
}

function decisionMail(
  { publicUrl, pace, observe }: MailFollowing,
  decided: {
    readonly event: AccessAnswered;
    readonly service: Service;
    readonly person: Entry;
    readonly reason: string | undefined;
  },
): MailToQueue | undefined {
  const { event, service, person, reason } = decided;
  const template = decisionTemplate(event.meaning);
  if (template === undefined) return undefined;
  const recipient = textOf(person, 'mail') ?? '';
  if (!isAddress(recipient)) {
    observe({ event: 'mail-without-recipient', service: service.code });
    return undefined;
  }
  const [givenName, surname] = [textOf(person, 'givenName'), textOf(person, 'sn')];
  return {
    template,
    request: JSON.stringify([event.person, event.service, event.at]),
    transition: event.to,
    recipient,
    recipientName: personName(givenName, surname),
    person: event.person,
    thread: JSON.stringify([event.person, event.service]),
    data: accessDecidedData({ service, givenName, surname, reason, publicUrl }),
    delayMs: pace.undoMs,
  };
}

/** The 3C of a person's post code, in words. */
export function centreOf(
  { territories }: Pick<MailFollowing, 'territories'>,
  person: Entry,
): string {
  const found = coordinationCentreOf(textOf(person, 'codePostal') ?? '', territories);
  return found?.centre.label ?? 'hors territoire';
}

/** Milliseconds since 1970 of a generalized time in UTC. */
export function instantOf(generalizedTime: string): number | undefined {
  const parts = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)/
    .exec(generalizedTime)
    ?.slice(1)
    .map(Number);
  if (!parts) return undefined;
  const [year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0] = parts;
  return Date.UTC(year, month - 1, day, hour, minute, second);
}
