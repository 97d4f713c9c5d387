import type { Service } from '../domain/catalogue.js';
import type { AccessAnswered } from '../domain/events.js';
import { type AccessRequestedData, oneLine } from './access-requested.js';
import type { MailTemplateName } from './mail-templates.js';

/** Data of `access-reminder` and `access-escalation`. A type, so that it is JSON. */
export type AccessWaitingData = AccessRequestedData & {
  /** `23/11/2026` */
  readonly since: string;
  /** Working days. */
  readonly days: number;
  /** The 3C of the person's post code, in words. */
  readonly centre: string;
};

/** Data of the mails that tell a person what became of its request. */
export type AccessDecidedData = {
  /** `FRANCOIS GRANGERE` */
  readonly name: string;
  readonly application: string;
  /** Empty when none was given. */
  readonly reason: string;
  /** The private space, or empty. */
  readonly link: string;
};

type Told = Exclude<AccessAnswered['meaning'], 'reset' | 'reopened'>;

const templates: Readonly<Record<Told, MailTemplateName>> = {
  accepted: 'access-accepted',
  refused: 'access-refused',
  revoked: 'access-revoked',
};

/** The template that tells a decision; none of one that only puts things back. */
export function decisionTemplate(meaning: AccessAnswered['meaning']): MailTemplateName | undefined {
  return meaning === 'reset' || meaning === 'reopened' ? undefined : templates[meaning];
}

export function accessDecidedData(decided: {
  readonly service: Service;
  readonly givenName: string | undefined;
  readonly surname: string | undefined;
  readonly reason: string | undefined;
  readonly publicUrl: string | undefined;
}): AccessDecidedData {
  const { service, givenName, surname, reason, publicUrl } = decided;
  return {
    name: personName(givenName, surname),
    application: service.application,
    reason: reason === undefined ? '' : oneLine(reason).slice(0, 500),
    link: publicUrl === undefined ? '' : `${publicUrl.replace(/\/+$/, '')}/espace-prive`,
  };
}

/** `FRANCOIS GRANGERE`, on one line. */
export function personName(givenName: string | undefined, surname: string | undefined): string {
  return oneLine([givenName, surname].filter(Boolean).join(' ')).toLocaleUpperCase('fr');
}
