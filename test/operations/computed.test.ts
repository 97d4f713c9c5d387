import { expect } from 'chai';
import { type Opened, openFixture, personDn, plain, root, search, suffix } from './fixture.js';

describe('operations/computed attributes', () => {
  let opened: Opened;
  before(async () => {
    opened = await openFixture();
  });
  after(() => opened.close());

  const dnsOf = async (filter: string): Promise<string[]> => {
    const { dns } = await search(opened.directory, root, { filter });
    return dns.map((dn) => dn.split(',')[0] ?? '').sort();
  };
  const read = async (dn: string, ...attributes: string[]): Promise<Record<string, string[]>> => {
    const found = await search(opened.directory, root, { base: dn, scope: 'base', attributes });
    return plain(found.entries[0]);
  };

  const filters: Readonly<Record<string, readonly string[]>> = {
    [`(memberOf=cn=cancerologie,ou=acces,${suffix})`]: ['uid=francois.grangere', 'uid=soazig.riou'],
    [`(memberOf=CN=Cancerologie, ou=ACCES,${suffix})`]: [
      'uid=francois.grangere',
      'uid=soazig.riou',
    ],
    [`(memberOf=cn=oris,ou=acces,${suffix})`]: [],
    [`(memberOf=cn=administrateurs,ou=groupes,${suffix})`]: ['uid=anne.martin'],
    [`(memberOf=cn=nobody,ou=groupes,${suffix})`]: [],
    '(memberOf=not a name)': [],
    '(!(memberOf=not a name))': [],
    [`(&(sn=martin)(!(memberOf=cn=administrateurs,ou=groupes,${suffix})))`]: ['uid=yann.martin'],
    '(memberOf=*)': [
      'uid=anne.martin',
      'uid=francois.grangere',
      'uid=soazig.riou',
      'uid=yann.martin',
    ],
    [`(member=${personDn('soazig.riou')})`]: ['cn=cancerologie'],
    [`(member=UID=Anne.Martin, ou=personnes,${suffix})`]: [
      'cn=administrateurs',
      'cn=referents-Cancerologie',
    ],
    [`(member=${personDn('helene.le-goff')})`]: [],
    '(member=)': ['cn=oris', 'cn=vide'],
    '(&(objectClass=groupOfNames)(member=*))': [
      'cn=administrateurs',
      'cn=cancerologie',
      'cn=oris',
      'cn=referents-Cancerologie',
      'cn=vide',
    ],
  };
  for (const [filter, expected] of Object.entries(filters)) {
    it(`${filter} finds ${expected.join(' ') || 'nothing'}`, async () => {
      expect(await dnsOf(filter)).to.deep.equal(expected);
    });
  }

  it('memberOf is answered when named or with “+”', async () => {
    const dn = personDn('francois.grangere');
    const expected = [`cn=cancerologie,ou=acces,${suffix}`];
    expect((await read(dn, 'memberOf'))['memberOf']).to.deep.equal(expected);
    expect((await read(dn, '+'))['memberOf']).to.deep.equal(expected);
    expect(await read(dn)).to.not.have.property('memberOf');
    expect(await read(personDn('helene.le-goff'), 'memberOf')).to.deep.equal({});
  });

  it('a computed group answers its active, accepted members', async () => {
    const entry = await read(`cn=cancerologie,ou=acces,${suffix}`);
    expect(entry['member']).to.have.members([
      personDn('francois.grangere'),
      personDn('soazig.riou'),
    ]);
  });

  it('a group without members answers one zero-length name', async () => {
    expect((await read(`cn=oris,ou=acces,${suffix}`))['member']).to.deep.equal(['']);
    expect((await read(`cn=vide,ou=groupes,${suffix}`))['member']).to.deep.equal(['']);
  });
});
