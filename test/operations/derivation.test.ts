import { expect } from 'chai';
import { actorOf, type Opened, openFixture, personDn, suffix, type Values } from './fixture.js';
import { add, change, lastRow, modify, read } from './writing.js';
import type { Actor } from '../../src/operations/actor.js';

const national: Actor = { kind: 'internal', door: 'import', secure: true, name: 'national' };
const dn = personDn('marie.le-bris');

const person: Values = {
  objectClass: ['inetOrgPerson', 'personneAnnuaire'],
  cn: 'Marie LE BRIS',
  sn: 'LE BRIS',
  givenName: 'Marie',
  origine: 'national',
  numeroVoieNational: '7',
  typeVoieNational: 'rue',
  libelleVoieNational: 'de Brest',
  codePostalNational: '35000',
  communeNational: 'Rennes',
  telephoneNational: '0299000000',
};

describe('derived values (DESIGN §2)', () => {
  let opened: Opened;

  beforeEach(async () => {
    opened = await openFixture({
      with: {
        constraints: [
          {
            attribute: 'numeroVoieModification',
            accepts: (value) => /^\d+$/.test(value),
            message: "Merci d'indiquer une valeur numérique",
          },
        ],
      },
    });
    const result = await add(opened.directory, dn, person, national);
    expect(result, result.message).include({ code: 'success' });
  });
  afterEach(() => opened.close());

  it('follow from the national values', () => {
    expect(read(opened.directory, dn)).deep.include({
      numeroVoie: ['7'],
      street: ['7 rue de Brest'],
      postalCode: ['35000'],
      l: ['Rennes'],
      telephoneNumber: ['0299000000'],
      etat: ['Actif'],
      matricule: ['GCS00001'],
    });
  });

  it('follow from overrides, and a single space empties a field', async () => {
    const referent = actorOf(opened.directory, personDn('yann.martin'));
    const changes = [
      change('replace', 'numeroVoieModification', '12'),
      change('replace', 'telephoneModification', ' '),
    ];
    expect(await modify(opened.directory, dn, changes, referent)).include({ code: 'success' });
    const entry = read(opened.directory, dn);
    expect(entry).deep.include({
      numeroVoie: ['12'],
      street: ['12 rue de Brest'],
      telephoneModification: [' '],
    });
    expect(entry).not.have.any.keys('telephone', 'telephoneNumber');
    expect(lastRow(opened.directory).events).deep.equal([
      { type: 'person-changed', person: entry['entryUUID']?.[0], personDn: dn },
    ]);
    expect(lastRow(opened.directory).changes.map(({ attribute }) => attribute)).include.members([
      'numeroVoieModification',
      'numeroVoie',
      'street',
    ]);
  });

  for (const [attribute, value, override] of [
    ['numeroVoie', '9', 'numeroVoieModification'],
    ['postalCode', '29200', 'codePostalModification'],
    ['street', 'x', 'libelleVoieModification'],
    ['telephoneNumber', '1', 'telephoneModification'],
  ] as const) {
    it(`refuse to be written: ${attribute} names ${override}`, async () => {
      const result = await modify(opened.directory, dn, [change('replace', attribute, value)]);
      expect(result).include({ code: 'constraintViolation' });
      expect(result.message).include(override);
    });
  }

  it('may be written as they are', async () => {
    const changes = [change('replace', 'numeroVoie', '7'), change('replace', 'l', 'Rennes')];
    expect(await modify(opened.directory, dn, changes)).include({ code: 'success' });
  });

  it('of a plain inetOrgPerson are left alone', async () => {
    const plain = `uid=simple,ou=structures,${suffix}`;
    const values = { objectClass: 'inetOrgPerson', cn: 'x', sn: 'x', l: 'Vannes' };
    await add(opened.directory, plain, values);
    const result = await modify(opened.directory, plain, [change('replace', 'l', 'Brest')]);
    expect(result).include({ code: 'success' });
    expect(read(opened.directory, plain)).not.have.any.keys('matricule', 'etat');
  });

  it('of an entry that becomes a person move into overrides', async () => {
    const plain = personDn('simple');
    await add(opened.directory, plain, {
      objectClass: 'inetOrgPerson',
      cn: 'x',
      sn: 'x',
      l: 'Vannes',
      telephoneNumber: '0297000000',
    });
    const result = await modify(opened.directory, plain, [
      change('add', 'objectClass', 'personneAnnuaire'),
    ]);
    expect(result, result.message).include({ code: 'success' });
    expect(read(opened.directory, plain)).deep.include({
      communeModification: ['Vannes'],
      telephoneModification: ['0297000000'],
      l: ['Vannes'],
      matricule: ['GCS00002'],
      etat: ['Actif'],
      origine: ['local'],
    });
  });

  it('come with constraints on non-blank overrides, said in French', async () => {
    const result = await modify(opened.directory, dn, [
      change('replace', 'numeroVoieModification', 'douze'),
    ]);
    expect(result).include({
      code: 'constraintViolation',
      message: "numeroVoieModification : Merci d'indiquer une valeur numérique",
    });
    const space = [change('replace', 'numeroVoieModification', ' ')];
    const blank = await modify(opened.directory, dn, space);
    expect(blank).include({ code: 'success' });
  });

  it('allots matricules that nobody has', async () => {
    await add(opened.directory, personDn('a'), {
      objectClass: ['inetOrgPerson', 'personneAnnuaire'],
      cn: 'x',
      sn: 'x',
      matricule: 'GCS02140',
    });
    for (const [uid, matricule] of [
      ['b', 'GCS02141'],
      ['c', 'GCS02142'],
    ] as const) {
      const values = { objectClass: ['inetOrgPerson', 'personneAnnuaire'], cn: 'x', sn: 'x' };
      await add(opened.directory, personDn(uid), values);
      expect(read(opened.directory, personDn(uid))['matricule']).deep.equal([matricule]);
    }
  });
});
