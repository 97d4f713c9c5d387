import { expect } from 'chai';
import type { ResultCodeName } from '../../src/model/result.js';
import { actorOf, type Opened, openFixture, personDn, root, search, suffix } from './fixture.js';
import { add, lastRow, read, rename } from './writing.js';

const group = `cn=vide,ou=groupes,${suffix}`;
const groups = `ou=groupes,${suffix}`;

type To = Parameters<typeof rename>[2];

const rows: readonly (readonly [name: string, dn: string, to: To, code: ResultCodeName])[] = [
  ['renames', group, { rdn: 'cn=autre' }, 'success'],
  ['refuses a name that is taken (69)', group, { rdn: 'CN=Administrateurs' }, 'entryAlreadyExists'],
  ['takes its own name again', group, { rdn: 'cn=vide' }, 'success'],
  ['refuses two RDNs (70)', group, { rdn: 'cn=a,cn=b' }, 'invalidDNSyntax'],
  ['refuses an empty RDN', group, { rdn: '' }, 'invalidDNSyntax'],
  ['refuses an unknown type', group, { rdn: 'inconnu=x' }, 'invalidDNSyntax'],
  ['refuses an attribute not allowed (70)', group, { rdn: 'sn=x' }, 'objectClassViolation'],
  [
    'refuses a new superior that is missing (69)',
    group,
    { rdn: 'cn=vide', superior: `ou=absent,${suffix}` },
    'noSuchObject',
  ],
  [
    'refuses a new superior in another naming context (69)',
    group,
    { rdn: 'cn=vide', superior: 'dc=ailleurs' },
    'affectsMultipleDSAs',
  ],
  ...[groups, group].map(
    (superior) =>
      [
        `refuses itself or what is below it as new superior (69): ${superior}`,
        groups,
        { rdn: 'ou=groupes', superior },
        'unwillingToPerform',
      ] as const,
  ),
  ['refuses to rename the naming context', suffix, { rdn: 'dc=autre' }, 'unwillingToPerform'],
  ['refuses an entry that is missing', `cn=absent,${groups}`, { rdn: 'cn=x' }, 'noSuchObject'],
  [
    'refuses a naming attribute that the server keeps',
    group,
    { rdn: 'entryUUID=3f1c3d8e-0000-4000-8000-000000000000' },
    'constraintViolation',
  ],
];

describe('modify DN (RFC 4511 §4.9)', () => {
  let opened: Opened;

  beforeEach(async () => (opened = await openFixture()));
  afterEach(() => opened.close());

  for (const [name, dn, to, code] of rows) {
    it(name, async () => {
      const result = await rename(opened.directory, dn, to);
      expect(result, result.message).include({ code });
    });
  }

  it('deletes the old value or keeps it, as asked (69)', async () => {
    await rename(opened.directory, group, { rdn: 'cn=autre', keepOld: true });
    expect(read(opened.directory, `cn=autre,${groups}`)['cn']).members(['vide', 'autre']);
    await rename(opened.directory, `cn=autre,${groups}`, { rdn: 'cn=neuf' });
    expect(read(opened.directory, `cn=neuf,${groups}`)['cn']).members(['vide', 'neuf']);
    expect(read(opened.directory, group)).deep.equal({});
  });

  it('changes the case of a name and of its value (70)', async () => {
    await rename(opened.directory, group, { rdn: 'cn=VIDE' });
    const { dns } = await search(opened.directory, root, { base: group, scope: 'base' });
    expect(dns).deep.equal([`cn=VIDE,${groups}`]);
    expect(read(opened.directory, group)['cn']).deep.equal(['VIDE']);
  });

  it('moves a whole subtree with its identities and memberships (70)', async () => {
    const { directory } = opened;
    await add(directory, `ou=ville,ou=personnes,${suffix}`, { objectClass: 'organizationalUnit' });
    const before = read(directory, personDn('yann.martin'));
    const to = { rdn: 'uid=yann.martin', superior: `ou=ville,ou=personnes,${suffix}` };
    expect(await rename(directory, personDn('yann.martin'), to)).include({ code: 'success' });
    const moved = await rename(directory, `ou=ville,ou=personnes,${suffix}`, {
      rdn: 'ou=Rennes',
      superior: `ou=structures,${suffix}`,
    });
    expect(moved, moved.message).include({ code: 'success' });
    const dn = `uid=yann.martin,ou=Rennes,ou=structures,${suffix}`;
    expect(read(directory, dn)).deep.include({ entryUUID: before['entryUUID'] });
    expect(read(directory, `cn=referents-Cancerologie,${groups}`)['member']).members([
      dn,
      personDn('anne.martin'),
    ]);
    const { dns } = await search(directory, root, { filter: '(uid=yann.martin)' });
    expect(dns).deep.equal([dn]);
  });

  it('lets a regional administrator rename a login, and tells who follows', async () => {
    const { directory } = opened;
    const admin = actorOf(directory, personDn('anne.martin'));
    const to = { rdn: 'uid=soazig.le-gall' };
    const result = await rename(directory, personDn('soazig.riou'), to, admin);
    expect(result, result.message).include({ code: 'success' });
    const row = lastRow(directory);
    expect(row.details).deep.include({ newDn: personDn('soazig.le-gall') });
    expect(row.events).deep.equal([
      {
        type: 'person-renamed',
        person: row.entryUuid,
        fromLogin: 'soazig.riou',
        toLogin: 'soazig.le-gall',
      },
      { type: 'person-changed', person: row.entryUuid, personDn: personDn('soazig.le-gall') },
    ]);
  });

  it('keeps a renamed administrator in its groups, and signed in', async () => {
    const { directory } = opened;
    const admin = actorOf(directory, personDn('anne.martin'));
    await rename(directory, personDn('anne.martin'), { rdn: 'uid=anne.le-goff' }, admin);
    expect(read(directory, `cn=administrateurs,${groups}`)['member']).deep.equal([
      personDn('anne.le-goff'),
    ]);
    const back = { rdn: 'uid=anne.martin' };
    const again = await rename(directory, personDn('anne.le-goff'), back, admin);
    expect(again, again.message).include({ code: 'success' });
  });

  it('refuses a referent', async () => {
    const referent = actorOf(opened.directory, personDn('yann.martin'));
    const to = { rdn: 'uid=x' };
    const result = await rename(opened.directory, personDn('soazig.riou'), to, referent);
    expect(result).include({ code: 'insufficientAccessRights' });
  });
});
