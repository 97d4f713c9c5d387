import { unaccented } from './latin.js';

/** The identity line of the mails, `NOM.PRENOM`, as national files spell names: no accents. */
export function identityLine(person: { readonly sn: string; readonly givenName: string }): string {
  return [person.sn, person.givenName]
    .map((name) => unaccented(name.trim()).toUpperCase())
    .filter((name) => name !== '')
    .join('.');
}
