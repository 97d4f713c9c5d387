import { expect } from 'chai';
import { LdapError } from '../../src/model/result.js';
import { bulkPreparation } from '../../src/operations/write/bulk.js';
import { nextUuid, personDn, plain, realSchema, suffix } from './fixture.js';

const text = (values: Readonly<Record<string, string | readonly string[]>>) =>
  Object.entries(values).map(([attribute, value]) => ({
    attribute,
    values: [value].flat().map((each) => Buffer.from(each)),
  }));

const preparation = (): ReturnType<typeof bulkPreparation> =>
  bulkPreparation({
    ...realSchema(),
    suffix,
    rootDn: `cn=admin,${suffix}`,
    constraints: [],
    addressParts: ['numeroVoie', 'commune'],
    clock: () => new Date('2026-06-15T07:08:09Z'),
    randomUuid: nextUuid,
  });

const person = {
  objectClass: ['inetOrgPerson', 'personneAnnuaire'],
  cn: 'x',
  sn: 'x',
  origine: 'national',
  communeNational: 'Rennes',
};

describe('the entries of a bulk load', () => {
  it('are complete: derived values, defaults, superclasses and stamps', async () => {
    const entry = plain(
      await preparation().prepare({ dn: personDn('a'), attributes: text(person) }),
    );
    expect(entry).deep.include({
      uid: ['a'],
      commune: ['Rennes'],
      l: ['Rennes'],
      matricule: ['GCS00001'],
      etat: ['Actif'],
      structuralObjectClass: ['inetOrgPerson'],
      createTimestamp: ['20260615070809Z'],
    });
    expect(entry).include.keys('entryUUID', 'entryCSN', 'creatorsName', 'modifiersName');
  });

  it('keep the identity that an export gave them', async () => {
    const uuid = '3f1c3d8e-0000-4000-8000-000000000000';
    const attributes = text({ ...person, entryUUID: uuid, createTimestamp: '20200101000000Z' });
    const entry = plain(await preparation().prepare({ dn: personDn('a'), attributes }));
    expect(entry).deep.include({ entryUUID: [uuid], createTimestamp: ['20200101000000Z'] });
  });

  it('keep their access states, and ask for nothing', async () => {
    const attributes = text({
      ...person,
      demandeAccesCancerologie: '20200615070800Z',
      reponseAccesCancerologie: 'Acceptée',
    });
    const entry = plain(await preparation().prepare({ dn: personDn('a'), attributes }));
    expect(entry).deep.include({
      demandeAccesCancerologie: ['20200615070800Z'],
      reponseAccesCancerologie: ['Acceptée'],
    });
  });

  it('hash passwords in clear and keep those hashed', async () => {
    const load = preparation();
    for (const [given, stored] of [
      ['secret', /^\{ARGON2\}/],
      ['{SSHA}AAAA', /^\{SSHA\}AAAA$/],
    ] as const) {
      const attributes = text({ ...person, userPassword: given });
      const entry = plain(await load.prepare({ dn: personDn('a'), attributes }));
      expect(entry['userPassword']?.[0]).match(stored);
    }
  });

  it('are refused as an add of them would be', async () => {
    const attributes = text({ objectClass: 'inetOrgPerson', cn: 'x' });
    const refused = await preparation()
      .prepare({ dn: personDn('a'), attributes })
      .catch((error: unknown) => error);
    expect(refused).instanceOf(LdapError).property('code', 'objectClassViolation');
  });

  it('get matricules around those given, never one twice', async () => {
    const load = preparation();
    const prepare = (uid: string, matricule?: string): Promise<unknown> =>
      load
        .prepare({
          dn: personDn(uid),
          attributes: text({ ...person, ...(matricule && { matricule }) }),
        })
        .then((entry) => plain(entry)['matricule']?.[0]);
    expect(await prepare('a', 'GCS00001')).equal('GCS00001');
    expect(await prepare('b')).equal('GCS00002');
    const refused = await prepare('c', 'GCS00002').catch((error: unknown) => error);
    expect(refused).instanceOf(LdapError);
  });

  it('stand in the journal as one row', () => {
    expect(preparation().journalRow({ entries: 3 })).deep.include({
      operation: 'load',
      actor: 'restore',
      details: { entries: 3 },
      events: [],
    });
  });
});
