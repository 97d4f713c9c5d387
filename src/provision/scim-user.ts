import { createHash } from 'node:crypto';

import { type Entry, textOf } from '../model/entry.js';

export const coreUserSchema = 'urn:ietf:params:scim:schemas:core:2.0:User';
export const annuaireUserSchema = 'urn:ietf:params:scim:schemas:extension:annuaire:2.0:User';

/** Attributes of the extension, as SCIM and as the directory name them. */
export const extensionAttributes = {
  entryUUID: 'entryUUID',
  matricule: 'matricule',
  typePersonne: 'typePersonne',
  numeroRPPS: 'numeroRPPS',
  numeroADELI: 'numeroADELI',
  idnps: 'idnps',
  civilite: 'civilite',
  nomNaissance: 'nomNaissance',
  profession: 'profession',
  specialite: 'specialite',
  orientationParticuliere: 'orientationParticuliere',
  emailMSS: 'emailMSS',
} as const;

/** An element of a multi-valued attribute; ours is the one of type `work`. */
export interface WorkValue {
  readonly type: 'work';
  readonly [part: string]: string;
}

/**
 * What webDCR must hold of a person: only what the directory owns. An absent member is to be
 * absent there too. CPS, profiles and habilitations are webDCR's and never appear here.
 */
export interface DesiredUser {
  readonly userName: string;
  readonly externalId: string;
  readonly active: boolean;
  readonly displayName: string | undefined;
  readonly title: string | undefined;
  readonly name: Readonly<Record<'familyName' | 'givenName', string | undefined>>;
  readonly emails: WorkValue | undefined;
  readonly addresses: WorkValue | undefined;
  readonly phoneNumbers: WorkValue | undefined;
  readonly extension: Readonly<Record<string, string>>;
}

/**
 * The account of a person, from effective values (DESIGN §2). Active: the response is `Acceptée`
 * and the person is `Actif`; a person without `etat` counts as active.
 *
 * @param response attribute that opens the service: `reponseAccesCancerologie`.
 */
export function desiredUser(entry: Entry, response: string): DesiredUser | undefined {
  const login = textOf(entry, 'uid');
  if (login === undefined) return undefined;
  const givenName = textOf(entry, 'givenName');
  const familyName = textOf(entry, 'sn');
  const full = [givenName, familyName].filter((name) => name !== undefined).join(' ');
  return {
    userName: login,
    externalId: login,
    active: textOf(entry, response) === 'Acceptée' && textOf(entry, 'etat') !== 'Inactif',
    displayName: textOf(entry, 'displayName') ?? (full === '' ? undefined : full),
    title: textOf(entry, 'profession'),
    name: { familyName, givenName },
    emails: work({ value: textOf(entry, 'mail') }),
    addresses: work({
      formatted: textOf(entry, 'adresseTransmise'),
      streetAddress: textOf(entry, 'street'),
      postalCode: textOf(entry, 'codePostal'),
      locality: textOf(entry, 'commune'),
    }),
    phoneNumbers: work({ value: textOf(entry, 'telephone') }),
    extension: present(
      Object.entries(extensionAttributes).map(([scim, ldap]) => [scim, textOf(entry, ldap)]),
    ),
  };
}

/** The resource of a POST. */
export function userResource(user: DesiredUser): Readonly<Record<string, unknown>> {
  const { userName, externalId, active, displayName, title, name } = user;
  return present<unknown>([
    ['schemas', [coreUserSchema, annuaireUserSchema]],
    ['userName', userName],
    ['externalId', externalId],
    ['active', active],
    ['displayName', displayName],
    ['title', title],
    ['name', present(Object.entries(name))],
    ['emails', user.emails && [user.emails]],
    ['addresses', user.addresses && [user.addresses]],
    ['phoneNumbers', user.phoneNumbers && [user.phoneNumbers]],
    [annuaireUserSchema, user.extension],
  ]);
}

/** Tells whether content has changed since it was last acknowledged. */
export function userHash(user: DesiredUser): string {
  return createHash('sha256')
    .update(JSON.stringify(userResource(user)))
    .digest('hex');
}

function work(parts: Readonly<Record<string, string | undefined>>): WorkValue | undefined {
  const given = present(Object.entries(parts));
  return Object.keys(given).length > 0 ? { type: 'work', ...given } : undefined;
}

function present<T>(
  members: readonly (readonly [string, T | undefined])[],
): Readonly<Record<string, T>> {
  const given = members.filter((each): each is readonly [string, T] => each[1] !== undefined);
  return Object.fromEntries(given);
}
