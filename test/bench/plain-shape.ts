import { chanceOf } from '../region/chance.js';
import { ldifEntry, type Pairs } from '../region/ldif-text.js';
import { type Person, type Shape, type ShapeRecord, unitOf } from './population.js';
import { saltedSha } from './salted-sha.js';

/**
 * A plain directory of inetOrgPerson entries of about 550 octets each: no class or rule of this
 * project, so that any directory can hold it.
 */
export const plainShape: Shape = {
  name: 'plain',
  profile: 'general',
  suffix: 'dc=bench,dc=example',
  people: 'ou=people,dc=bench,dc=example',
  closed: [],
  derives: false,
  records,
};

const givenNames = ['Anne', 'Erwan', 'Gwenaëlle', 'Jean-Yves', 'Maël', 'Nolwenn', 'Soazig'];
const towns = ['Brest', 'Lannion', 'Lorient', 'Quimper', 'Rennes', 'Saint-Brieuc', 'Vannes'];
const titles = ['Infirmière', 'Médecin', 'Pharmacien', 'Sage-femme', 'Secrétaire'];
const syllables = 'bel cor dan fer gui kar lan mor ner pen ros tal'.split(' ');

function* records(size: number): Generator<ShapeRecord> {
  const { suffix } = plainShape;
  yield {
    text: ldifEntry(suffix, [
      ['objectClass', 'domain'],
      ['dc', 'bench'],
    ]),
  };
  for (const ou of ['people', 'comptes', 'groupes']) {
    const branch: Pairs = [
      ['objectClass', 'organizationalUnit'],
      ['ou', ou],
    ];
    yield { text: ldifEntry(`ou=${ou},${suffix}`, branch) };
  }
  for (let number = 0; number < size; number += 1) {
    const person = personOf(number);
    yield { text: ldifEntry(person.dn, attributesOf(number, person)), person };
  }
}

function personOf(number: number): Person {
  const uid = `user.${String(number)}`;
  return {
    uid,
    dn: `uid=${uid},${plainShape.people}`,
    sn: surnameOf(number),
    password: `secret-${String(number)}`,
    maySignIn: true,
  };
}

/** A surname of three syllables, hence 1,728 of them. */
function surnameOf(number: number): string {
  const chance = chanceOf(number);
  const name = [1, 2, 3].map(() => chance.pick(syllables)).join('');
  return name.charAt(0).toUpperCase() + name.slice(1);
}

function attributesOf(number: number, { uid, sn, password }: Person): Pairs {
  const chance = chanceOf(number * 7 + 1);
  const givenName = chance.pick(givenNames);
  return [
    ['objectClass', 'inetOrgPerson'],
    ['uid', uid],
    ['cn', `${givenName} ${sn}`],
    ['sn', sn],
    ['givenName', givenName],
    ['mail', `${uid}@bench.example`],
    ['telephoneNumber', `+33 2 ${String(10_000_000 + chance.below(89_999_999))}`],
    ['employeeNumber', String(100_000 + number)],
    ['title', chance.pick(titles)],
    ['street', `${String(1 + chance.below(120))} rue de la Gare`],
    ['postalCode', String(22_000 + chance.below(34_000))],
    ['l', chance.pick(towns)],
    ['o', 'Groupement regional de sante'],
    ['ou', unitOf(number)],
    ['description', 'initial'],
    ['userPassword', saltedSha(password, uid)],
  ];
}
