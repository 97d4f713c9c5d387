import { entryOf } from '../../src/model/entry.js';
import { desiredUser, userResource } from '../../src/provision/scim-user.js';
import { mapping } from '../provision/person.js';
import { suffix } from './fake-directory.js';

export interface Person {
  readonly dn: string;
  readonly values: Readonly<Record<string, string>>;
}

/** One of many persons who differ by their number. */
export const personOf = (n: number): Person => ({
  dn: `uid=personne${n},ou=personnes,${suffix}`,
  values: {
    uid: `personne${n}`,
    entryUUID: `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`,
    objectClass: 'personneAnnuaire',
    sn: 'BAREL',
    givenName: 'PIERRE',
    mail: `personne${n}@exemple.bzh`,
    commune: 'VANNES',
    reponseAccesCancerologie: 'Acceptée',
  },
});

/** The account that a target which is up to date has of that person. */
export function accountOf(n: number): Record<string, unknown> & { userName: string } {
  const { dn, values } = personOf(n);
  const attributes = Object.entries(values).map(([description, value]) => ({
    description,
    values: [Buffer.from(value)],
  }));
  const person = { entry: entryOf(dn, attributes), activities: [] };
  const user = desiredUser(person, 'reponseAccesCancerologie', mapping);
  if (!user) throw new Error('no login');
  return { ...userResource(user), id: `compte-${n}`, userName: user.userName };
}
