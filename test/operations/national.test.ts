import { expect } from 'chai';
import type { Actor } from '../../src/operations/actor.js';
import { actorOf, type Opened, openFixture, personDn, root, type Values } from './fixture.js';
import { add, change, modify, read } from './writing.js';

const internal = (name: 'national' | 'restore' | 'system'): Actor => ({
  kind: 'internal',
  door: 'import',
  secure: true,
  name,
});

const dn = personDn('ronan.guillou');
const person: Values = {
  objectClass: ['inetOrgPerson', 'personneAnnuaire'],
  cn: 'Ronan GUILLOU',
  sn: 'GUILLOU',
  givenName: 'Ronan',
  numeroRPPS: '99002141002',
};

describe('national values (DESIGN §2 “Who writes national values”)', () => {
  let opened: Opened;
  beforeEach(async () => {
    opened = await openFixture();
    const values = { ...person, origine: 'national', communeNational: 'Quimper' };
    const result = await add(opened.directory, dn, values, internal('national'));
    expect(result, result.message).include({ code: 'success' });
  });
  afterEach(() => opened.close());

  for (const [name, changes] of [
    ['a national value', [change('replace', 'communeNational', 'Brest')]],
    ['the removal of a national value', [change('delete', 'communeNational')]],
    ['the number of a national person', [change('replace', 'numeroRPPS', '99009876543')]],
    ['the name of a national person', [change('replace', 'sn', 'AUTRE')]],
    ['the origin of a national person', [change('replace', 'origine', 'local')]],
  ] as const) {
    it(`refuses ${name} to the root DN, to administrators and to the system`, async () => {
      const admin = actorOf(opened.directory, personDn('anne.martin'));
      for (const actor of [root, admin, internal('system')]) {
        const result = await modify(opened.directory, dn, changes, actor);
        expect(result).include({ code: 'insufficientAccessRights' });
      }
      const imported = await modify(opened.directory, dn, changes, internal('national'));
      expect(imported, imported.message).include({ code: 'success' });
    });
  }

  it('lets the local attributes of a national person be written', async () => {
    const admin = actorOf(opened.directory, personDn('anne.martin'));
    const changes = [
      change('replace', 'mail', 'ronan.guillou@example.org'),
      change('replace', 'communeModification', 'Brest'),
    ];
    expect(await modify(opened.directory, dn, changes, admin)).include({ code: 'success' });
    expect(read(opened.directory, dn)).deep.include({ commune: ['Brest'], l: ['Brest'] });
  });

  it('lets the identity of a local person be written, its origin stays local', async () => {
    const admin = actorOf(opened.directory, personDn('anne.martin'));
    const local = personDn('soazig.riou');
    const named = [change('replace', 'sn', 'RIOU')];
    expect(await modify(opened.directory, local, named, admin)).include({ code: 'success' });
    const claim = [change('replace', 'origine', 'national')];
    expect(await modify(opened.directory, local, claim, admin)).include({
      code: 'insufficientAccessRights',
    });
  });

  it('refuses a new person with national values to the root DN', async () => {
    for (const values of [{ communeNational: 'Brest' }, { origine: 'national' }]) {
      const result = await add(opened.directory, personDn('autre'), { ...person, ...values });
      expect(result).include({ code: 'insufficientAccessRights' });
    }
  });

  it('never renames a login by an import', async () => {
    const changes = [change('add', 'uid', 'autre')];
    const result = await modify(opened.directory, dn, changes, internal('national'));
    expect(result).include({ code: 'insufficientAccessRights' });
  });
});
