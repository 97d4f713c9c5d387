import { readMapping } from '../../src/config/data-files.js';
import { scimMapping } from '../../src/provision/scim-mapping.js';
import { type DesiredUser, desiredUser } from '../../src/provision/scim-user.js';
import { type Entry, entryOf } from '../../src/model/entry.js';

/** A person's entry from plain text values. */
export function personEntry(values: Readonly<Record<string, string>>): Entry {
  const login = values['uid'] ?? 'pierre.barel';
  return entryOf(
    `uid=${login},ou=personnes,dc=test`,
    Object.entries(values).map(([description, value]) => ({
      description,
      values: [Buffer.from(value)],
    })),
  );
}

export const barel: Readonly<Record<string, string>> = {
  uid: 'pierre.barel',
  entryUUID: '11111111-1111-4111-8111-111111111111',
  objectClass: 'personneAnnuaire',
  matricule: 'GCS00007',
  sn: 'BAREL',
  givenName: 'PIERRE',
  displayName: 'PIERRE BAREL',
  profession: 'Médecin',
  numeroRPPS: '99002141002',
  mail: 'pierre.barel@esante-bretagne.fr',
  emailMSS: 'pierre.barel@test.mssante.fr',
  adresseTransmise: '33 CENTRE HOSPITALIER BRETAGNE ATLANTIQUE 56000 VANNES',
  street: '33 CENTRE HOSPITALIER BRETAGNE ATLANTIQUE',
  codePostal: '56000',
  commune: 'VANNES',
  telephone: '0297014141',
  etat: 'Actif',
  reponseAccesCancerologie: 'Acceptée',
};

/** The project's own mapping. */
export const mapping = scimMapping(readMapping());

/** What webDCR must hold of a person. @throws Error without a login */
export function userOf(values: Readonly<Record<string, string>>): DesiredUser {
  const person = { entry: personEntry(values), activities: [] };
  const user = desiredUser(person, 'reponseAccesCancerologie', mapping);
  if (!user) throw new Error('a person without login');
  return user;
}
