import { regionLdif } from '../region/region.js';
import { type Person, type Shape, type ShapeRecord, unitOf } from './population.js';
import { saltedSha } from './salted-sha.js';

const suffix = 'dc=telesantebretagne,dc=org';

/**
 * The regional directory: structures, persons with full `personneAnnuaire` data and their
 * activities, each person with a password and a unit besides.
 */
export const personShape: Shape = {
  name: 'person',
  profile: 'annuaire',
  suffix,
  people: `ou=personnes,${suffix}`,
  closed: [`ou=comptes,${suffix}`, `ou=politiques,${suffix}`],
  derives: true,
  records,
};

function* records(size: number): Generator<ShapeRecord> {
  let number = 0;
  for (const text of regionLdif({ persons: size, suffix })) {
    const person = personOf(text);
    if (!person) {
      yield { text };
      continue;
    }
    const added = [
      `ou: ${unitOf(number)}`,
      `userPassword: ${saltedSha(person.password, person.uid)}`,
    ];
    number += 1;
    // A record ends with an empty line.
    yield { text: `${text.slice(0, -1)}${added.join('\n')}\n\n`, person };
  }
}

/** The person that a record is; logins are plain ASCII, so their names are never in base64. */
function personOf(text: string): Person | undefined {
  const uid = /^dn: uid=([^,]+),/.exec(text)?.[1];
  if (uid === undefined) return undefined;
  const [, encoded, sn = ''] = /^sn:(:?) (.*)$/m.exec(text) ?? [];
  return {
    uid,
    dn: `uid=${uid},${personShape.people}`,
    sn: encoded === ':' ? Buffer.from(sn, 'base64').toString() : sn,
    password: `Secret-${uid}`,
    maySignIn: /^etat: Actif$/m.test(text),
  };
}
