import { createHash } from 'node:crypto';
import { chanceOf } from '../region/chance.js';

/**
 * A plain directory of inetOrgPerson entries of about 550 octets each, the same for every server:
 * no class or rule of this project, so that another directory can hold it too.
 */
export const suffix = 'dc=bench,dc=example';
export const people = `ou=people,${suffix}`;
export const rootDn = `cn=admin,${suffix}`;
export const rootPassword = 'bench-root';

const givenNames = ['Anne', 'Erwan', 'Gwenaëlle', 'Jean-Yves', 'Maël', 'Nolwenn', 'Soazig'];
const towns = ['Brest', 'Lannion', 'Lorient', 'Quimper', 'Rennes', 'Saint-Brieuc', 'Vannes'];
const titles = ['Infirmière', 'Médecin', 'Pharmacien', 'Sage-femme', 'Secrétaire'];
const syllables = 'bel cor dan fer gui kar lan mor ner pen ros tal'.split(' ');

export const uidOf = (number: number): string => `user.${String(number)}`;
export const dnOf = (number: number): string => `uid=${uidOf(number)},${people}`;
export const passwordOf = (number: number): string => `secret-${String(number)}`;

/** A surname of three syllables, hence 1,728 of them. */
export function surnameOf(number: number): string {
  const chance = chanceOf(number);
  const name = [1, 2, 3].map(() => chance.pick(syllables)).join('');
  return name.charAt(0).toUpperCase() + name.slice(1);
}

/** The directory as LDIF, parents first. */
export function* personsLdif(size: number): Generator<string> {
  yield `dn: ${suffix}\nobjectClass: domain\ndc: bench\n\n`;
  yield `dn: ${people}\nobjectClass: organizationalUnit\nou: people\n\n`;
  for (let number = 0; number < size; number += 1) yield record(number);
}

function record(number: number): string {
  const chance = chanceOf(number * 7 + 1);
  const sn = surnameOf(number);
  const givenName = chance.pick(givenNames);
  const telephone = `+33 2 ${String(10_000_000 + chance.below(89_999_999))}`;
  const lines = [
    `dn: ${dnOf(number)}`,
    'objectClass: inetOrgPerson',
    `uid: ${uidOf(number)}`,
    text('cn', `${givenName} ${sn}`),
    `sn: ${sn}`,
    text('givenName', givenName),
    `mail: ${uidOf(number)}@bench.example`,
    `telephoneNumber: ${telephone}`,
    `employeeNumber: ${String(100_000 + number)}`,
    text('title', chance.pick(titles)),
    `street: ${String(1 + chance.below(120))} rue de la Gare`,
    `postalCode: ${String(22_000 + chance.below(34_000))}`,
    `l: ${chance.pick(towns)}`,
    'o: Groupement regional de sante',
    'description: initial',
    `userPassword: ${saltedSha(passwordOf(number), number)}`,
  ];
  return `${lines.join('\n')}\n\n`;
}

function text(attribute: string, value: string): string {
  // eslint-disable-next-line no-control-regex -- what LDIF calls safe is ASCII (RFC 2849)
  if (/^[\x01-\x7f]*$/.test(value)) return `${attribute}: ${value}`;
  return `${attribute}:: ${Buffer.from(value).toString('base64')}`;
}

/** `{SSHA}` with a salt of eight octets, which both servers verify with one hash. */
function saltedSha(password: string, number: number): string {
  const salt = createHash('md5').update(String(number)).digest().subarray(0, 8);
  const digest = createHash('sha1').update(password).update(salt).digest();
  return `{SSHA}${Buffer.concat([digest, salt]).toString('base64')}`;
}
