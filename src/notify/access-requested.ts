import type { Service } from '../domain/catalogue.js';
import { identityLine } from '../domain/person-line.js';

/** The person who asks, as a mail says it: effective values, absent ones undefined. */
export interface Requester {
  readonly login: string;
  readonly surname: string | undefined;
  readonly givenName: string | undefined;
  readonly profession: string | undefined;
  readonly mail: string | undefined;
  readonly postalCode: string | undefined;
  readonly city: string | undefined;
}

/** Data of the template `access-requested`. A type, so that it is JSON for the queue. */
export type AccessRequestedData = {
  readonly application: string;
  /** `GRANGERE.FRANCOIS` */
  readonly identity: string;
  readonly profession: string;
  readonly mail: string;
  readonly postalCode: string;
  readonly city: string;
  /** The custom list where the request waits. */
  readonly list: string;
  /** The page of the request, or empty. */
  readonly link: string;
};

/** A line of the mail is never empty: five lines are promised, in a fixed order. */
const absent = 'Non renseigné';

/**
 * What the mail of the source document says. Names come from people: they are made one line each.
 *
 * @param publicUrl of the panel, without a final slash; the mail has no link without it.
 */
export function accessRequestedData(
  service: Service,
  requester: Requester,
  publicUrl: string | undefined,
): AccessRequestedData {
  const { login, surname, givenName, profession, mail, postalCode, city } = requester;
  const link = `${publicUrl?.replace(/\/+$/, '') ?? ''}/personnes/${encodeURIComponent(login)}`;
  return {
    application: service.application,
    identity: oneLine(identityLine({ sn: surname ?? '', givenName: givenName ?? '' })),
    profession: oneLine(profession),
    mail: oneLine(mail),
    postalCode: oneLine(postalCode),
    city: oneLine(city),
    list: service.list.code ?? service.list.title,
    link: publicUrl === undefined ? '' : link,
  };
}

/** A text from outside as one line of a mail. */
export function oneLine(text: string | undefined): string {
  const line = (text ?? '').replace(/[\p{Cc}\p{Cf}\u2028\u2029]+/gu, ' ').trim();
  return line === '' ? absent : line;
}
