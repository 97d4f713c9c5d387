import { expect } from 'chai';
import {
  anonymous,
  type Asked,
  type Opened,
  openFixture,
  personDn,
  root,
  search,
  smallDirectory,
  suffix,
  type Values,
} from './fixture.js';

const alias = (cn: string, branch: string, target: string): readonly [string, Values] => [
  `cn=${cn},${branch}`,
  { objectClass: ['alias', 'extensibleObject'], cn, aliasedObjectName: target },
];

const people = `ou=personnes,${suffix}`;
const structures = `ou=structures,${suffix}`;
const accounts = `ou=comptes,${suffix}`;

const entries: readonly (readonly [string, Values])[] = [
  ...smallDirectory,
  alias('yann', structures, personDn('yann.martin')),
  alias('people', structures, people),
  alias('one', accounts, `cn=two,${accounts}`),
  alias('two', accounts, `cn=one,${accounts}`),
  alias('lost', accounts, `cn=nowhere,${accounts}`),
  [
    `cn=abroad,${structures}`,
    {
      objectClass: ['referral', 'extensibleObject'],
      cn: 'abroad',
      ref: ['ldap://elsewhere.example/ou=abroad,dc=example', 'ldap://other.example'],
    },
  ],
];

const manageDsaIt = { oid: '2.16.840.1.113730.3.4.2', critical: true, value: undefined };

describe('operations/search of aliases and referrals', () => {
  let opened: Opened;
  before(async () => {
    opened = await openFixture({ entries });
  });
  after(() => opened.close());

  const found = async (asked: Asked): Promise<string[]> => {
    const { dns, result } = await search(opened.directory, root, asked);
    expect(result.code).to.equal('success');
    return dns.map((dn) => dn.split(',')[0] ?? '').sort();
  };

  const base = structures;
  const martins = '(sn=martin)';

  it('aliases are entries when they are not followed', async () => {
    expect(await found({ base, filter: '(objectClass=alias)' })).to.eql(['cn=people', 'cn=yann']);
    expect(await found({ base, filter: martins, deref: 'finding' })).to.be.empty;
  });

  for (const deref of ['searching', 'always'] as const) {
    it(`deref ${deref}: what they stand for is found once, they are not`, async () => {
      expect(await found({ base, filter: martins, deref })).to.eql([
        'uid=anne.martin',
        'uid=yann.martin',
      ]);
      expect(await found({ base, filter: '(objectClass=alias)', deref })).to.be.empty;
      expect(await found({ base, scope: 'one', filter: martins, deref })).to.eql([
        'uid=yann.martin',
      ]);
    });
  }

  it('a search whose aliases lead in a circle or nowhere ends', async () => {
    expect(await found({ base: accounts, deref: 'always' })).to.eql(['ou=comptes']);
  });

  it('deref finding follows the base, and a superior of it', async () => {
    const one = { scope: 'base', deref: 'finding' } as const;
    expect(await found({ ...one, base: `cn=yann,${structures}` })).to.eql(['uid=yann.martin']);
    const through = `uid=anne.martin,cn=people,${structures}`;
    expect(await found({ ...one, base: through })).to.eql(['uid=anne.martin']);
    expect(await found({ scope: 'base', base: `cn=yann,${structures}` })).to.eql(['cn=yann']);
  });

  it('a base in a circle is a dereferencing problem, one that leads nowhere an alias problem', async () => {
    const code = async (cn: string): Promise<string> => {
      const asked = { base: `cn=${cn},${accounts}`, deref: 'finding' } as const;
      return (await search(opened.directory, root, asked)).result.code;
    };
    expect(await code('one')).to.equal('aliasDereferencingProblem');
    expect(await code('lost')).to.equal('aliasProblem');
  });

  it('a referral object in scope is a reference, with ManageDsaIT an entry', async () => {
    const plain = await search(opened.directory, root, { base, filter: '(cn=abroad)' });
    expect(plain.dns).to.be.empty;
    expect(plain.references).to.eql([
      [
        'ldap://elsewhere.example/ou=abroad,dc=example??sub',
        `ldap://other.example/cn=abroad,${structures}??sub`,
      ],
    ]);
    const level = await search(opened.directory, root, { base, scope: 'one', filter: '(cn=x)' });
    expect(level.references[0]?.[0]).to.equal(
      'ldap://elsewhere.example/ou=abroad,dc=example??base',
    );
    const managed = await search(opened.directory, root, {
      base,
      filter: '(cn=abroad)',
      controls: [manageDsaIt],
    });
    expect(managed.references).to.be.empty;
    expect(managed.dns).to.eql([`cn=abroad,${structures}`]);
  });

  it('a base at or below a referral object is referred on', async () => {
    const below = `cn=a b,cn=abroad,${structures}`;
    const { result } = await search(opened.directory, root, { base: below, scope: 'one' });
    expect(result).to.include({ code: 'referral', matchedDn: `cn=abroad,${structures}` });
    expect(result.referrals).to.eql([
      'ldap://elsewhere.example/cn=a%20b,ou=abroad,dc=example??one',
      `ldap://other.example/cn=a%20b,cn=abroad,${structures}??one`,
    ]);
    const at = await search(opened.directory, root, {
      base: `cn=abroad,${structures}`,
      scope: 'base',
    });
    expect(at.result.referrals[0]).to.equal('ldap://elsewhere.example/ou=abroad,dc=example??base');
    const managed = await search(opened.directory, root, {
      base: `cn=abroad,${structures}`,
      scope: 'base',
      controls: [manageDsaIt],
    });
    expect(managed.dns).to.have.length(1);
  });

  it('who may not see a referral object is not told of it', async () => {
    const { result, references } = await search(opened.directory, anonymous, { base });
    expect(result.code).to.equal('noSuchObject');
    expect(references).to.be.empty;
  });
});
