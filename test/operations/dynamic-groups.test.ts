import { expect } from 'chai';
import { parseFilter } from '../../src/model/filter-text.js';
import { openDirectory } from '../../src/operations/open-directory.js';
import {
  actorOf,
  type Opened,
  openFixture,
  personDn,
  plain,
  root,
  search,
  smallDirectory,
  suffix,
} from './fixture.js';
import { add, change, context, modify, read, remove, rename } from './writing.js';

const persons = `ou=personnes,${suffix}`;
const groupDn = `cn=martin,ou=groupes,${suffix}`;
const martins = `ldap:///${persons}??sub?(sn=Martin)`;

describe('dynamic groups', () => {
  let opened: Opened;
  beforeEach(async () => {
    opened = await openFixture();
    await addGroup('martin', martins);
  });
  afterEach(() => opened.close());

  const addGroup = async (cn: string, ...memberURL: string[]): Promise<string> => {
    const dn = `cn=${cn},ou=groupes,${suffix}`;
    const values = { objectClass: 'groupOfURLs', cn, memberURL };
    const result = await add(opened.directory, dn, values);
    expect(result, result.message).to.include({ code: 'success' });
    return dn;
  };
  const membersOf = (dn: string): string[] =>
    (read(opened.directory, dn)['member'] ?? []).map((name) => name.split(',', 1)[0] ?? '').sort();
  const found = async (filter: string): Promise<string[]> => {
    const { dns } = await search(opened.directory, root, { filter, attributes: ['1.1'] });
    return dns.map((dn) => dn.split(',', 1)[0] ?? '').sort();
  };
  const memberOf = (uid: string): string[] =>
    read(opened.directory, personDn(uid))['memberOf'] ?? [];

  it('answer as members the entries that their URLs find', () => {
    expect(membersOf(groupDn)).to.deep.equal(['uid=anne.martin', 'uid=yann.martin']);
  });

  it('are found by a member, and their members by them', async () => {
    expect(await found(`(member=${personDn('yann.martin').toUpperCase()})`)).to.include(
      'cn=martin',
    );
    expect(await found(`(member=${personDn('soazig.riou')})`)).not.to.include('cn=martin');
    expect(await found(`(memberOf=${groupDn})`)).to.deep.equal([
      'uid=anne.martin',
      'uid=yann.martin',
    ]);
    expect(await found(`(&(memberOf=${groupDn})(!(uid=anne.martin)))`)).to.deep.equal([
      'uid=yann.martin',
    ]);
    expect(memberOf('yann.martin')).to.include(groupDn);
    expect(memberOf('soazig.riou')).not.to.include(groupDn);
  });

  it('are compared without making all their members', async () => {
    const compared = async (value: string): Promise<string> => {
      const request = { kind: 'compare', dn: groupDn, attribute: 'member' } as const;
      const asked = { ...request, value: Buffer.from(value) };
      return (await opened.directory.as(root).compare(asked, context)).code;
    };
    expect(await compared(personDn('anne.martin'))).to.equal('compareTrue');
    expect(await compared(personDn('soazig.riou'))).to.equal('compareFalse');
  });

  it('follow every change at once', async () => {
    const person = personDn('soazig.riou');
    await modify(opened.directory, person, [change('replace', 'sn', 'MARTIN')]);
    expect(membersOf(groupDn)).to.include('uid=soazig.riou');
    expect(memberOf('soazig.riou')).to.include(groupDn);
    await rename(opened.directory, person, { rdn: 'uid=soazig.martin' });
    expect(membersOf(groupDn)).to.include('uid=soazig.martin');
    await remove(opened.directory, personDn('anne.martin'));
    expect(membersOf(groupDn)).to.deep.equal(['uid=soazig.martin', 'uid=yann.martin']);
    const narrower = [change('replace', 'memberURL', `ldap:///${persons}??one?(uid=yann.martin)`)];
    await modify(opened.directory, groupDn, narrower);
    expect(await found(`(memberOf=${groupDn})`)).to.deep.equal(['uid=yann.martin']);
  });

  const scopes: readonly (readonly [url: string, members: readonly string[]])[] = [
    [`ldap:///${persons}??sub?(cn=act-1)`, ['cn=act-1']],
    [`ldap:///${persons}??one?(cn=act-1)`, []],
    [`ldap:///${personDn('anne.martin')}??base?(objectClass=*)`, ['uid=anne.martin']],
    [`ldap:///${personDn('anne.martin')}`, ['uid=anne.martin']],
    [`ldap:///${suffix}??sub?(sn=Riou)`, ['uid=soazig.riou']],
    [`ldap:///OU=Personnes,${suffix}?cn,mail?sub?(sn=Riou) libellé`, ['uid=soazig.riou']],
    [`ldap:///${persons}??sub?(description=Jean%20%20Marie)`, ['uid=francois.grangere']],
    [`ldap://elsewhere.example.org/${persons}??sub?(sn=Riou)`, []],
    [`ldap:///ou=nulle-part,${suffix}??sub?(sn=Riou)`, []],
    [`ldap:///${persons}??sub?(inconnu=x)`, []],
  ];
  for (const [url, members] of scopes) {
    it(`take ${url} as RFC 4516 has it`, async () => {
      const dn = await addGroup('autre', url);
      expect(membersOf(dn)).to.deep.equal(members);
      expect(await found(`(memberOf=${dn})`)).to.deep.equal(members);
    });
  }

  it('join what several URLs find, each entry once', async () => {
    const dn = await addGroup('deux', martins, `ldap:///${persons}??one?(givenName=Anne)`);
    expect(membersOf(dn)).to.deep.equal(['uid=anne.martin', 'uid=yann.martin']);
  });

  const malformed = [
    'http://example.org/',
    'ldap:///ou=personnes??sub?(sn=Martin',
    `ldap:///${persons}??subtree?(sn=Martin)`,
    `ldap:///${persons}??sub?(sn=Martin)?!x-unknown`,
    `ldap:///no%20name??sub?(sn=Martin)`,
    'ldap:///%zz',
  ];
  for (const url of malformed) {
    it(`refuse the URL ${url}`, async () => {
      const values = { objectClass: 'groupOfURLs', cn: 'autre', memberURL: url };
      expect(await add(opened.directory, `cn=autre,ou=groupes,${suffix}`, values)).to.include({
        code: 'constraintViolation',
      });
      const changes = [change('add', 'memberURL', url)];
      expect(await modify(opened.directory, groupDn, changes)).to.include({
        code: 'constraintViolation',
      });
    });
  }

  it('do not hang on one another', async () => {
    const above = await addGroup(
      'dessus',
      `ldap:///${suffix}??sub?(memberOf=${groupDn})`,
      `ldap:///${suffix}??sub?(memberOf=*)`,
      `ldap:///${suffix}??sub?(member=*)`,
    );
    // Every groupOfNames has a member, if only one of zero length; no dynamic group counts.
    expect(membersOf(above)).to.deep.equal([
      'cn=administrateurs',
      'cn=cancerologie',
      'cn=oris',
      'cn=referents-Cancerologie',
      'cn=vide',
    ]);
    const named = await addGroup(
      'nommes',
      `ldap:///${suffix}??sub?(memberOf=cn=administrateurs,ou=groupes,${suffix})`,
    );
    expect(membersOf(named)).to.deep.equal(['uid=anne.martin']);
  });

  it('have the member attribute when somebody is in them', async () => {
    const nobody = await addGroup('personne', `ldap:///${persons}??sub?(sn=Personne)`);
    expect(read(opened.directory, nobody)).not.to.have.property('member');
    const groups = await found('(&(objectClass=groupOfURLs)(member=*))');
    expect(groups).to.deep.equal(['cn=martin']);
  });

  it('show no member to who may not read them, and do not answer by them', async () => {
    const actor = actorOf(opened.directory, personDn('soazig.riou'));
    const filter = `(memberOf=${groupDn})`;
    expect((await search(opened.directory, actor, { filter })).dns).to.deep.equal([]);
  });

  it('grant no right: roles are held by name', async () => {
    await modify(opened.directory, `cn=administrateurs,ou=groupes,${suffix}`, [
      change('replace', 'member'),
    ]);
    const actor = actorOf(opened.directory, personDn('yann.martin'));
    const before = opened.directory.as(actor).rights(personDn('soazig.riou'))?.may('mail', 'write');
    const everyone = `ldap:///${persons}??one?(objectClass=*)`;
    await add(opened.directory, `cn=regionaux,ou=groupes,${suffix}`, {
      objectClass: 'groupOfURLs',
      cn: ['regionaux', 'administrateurs'],
      memberURL: everyone,
    });
    const after = opened.directory.as(actor).rights(personDn('soazig.riou'))?.may('mail', 'write');
    expect(after).to.equal(before);
  });

  it('are explained by their conditions', () => {
    const { store, schema } = opened;
    const options = {
      store,
      schema,
      suffix,
      rootDn: `cn=admin,${suffix}`,
      rootPassword: undefined,
      policy: { view: () => expect.fail('nobody asks') },
      catalogue: undefined,
      addressParts: [],
      clock: () => new Date(0),
      randomUuid: () => 'x',
      observer: () => undefined,
    };
    const explained = openDirectory(options).explain(parseFilter(`(memberOf=${groupDn})`));
    expect(JSON.stringify(explained)).to.include('"detail":"sn"');
    expect(explained.candidates).to.equal(2);
  });

  it('answer a thousand members, and a part of them', async () => {
    const big = await openFixture({ entries: [...smallDirectory, ...thousand] });
    const membersIn = async (cn: string, item = 'member'): Promise<string[] | undefined> => {
      const asked = { filter: `(cn=${cn})`, attributes: [item] };
      const { entries } = await search(big.directory, root, asked);
      return plain(entries[0])[item];
    };
    try {
      for (const cn of ['gros', 'oris']) {
        expect(await membersIn(cn), cn).to.have.length(1_000);
        expect(await membersIn(cn, 'member;range=990-*'), cn).to.have.length(10);
        const filter = `(&(cn=${cn})(member=${personDn('x7')}))`;
        expect((await search(big.directory, root, { filter })).dns).to.have.length(1);
      }
    } finally {
      await big.close();
    }
  });
});

/** A dynamic group and a service's, and a thousand who are in both. */
const thousand: typeof smallDirectory = [
  [
    `cn=gros,ou=groupes,${suffix}`,
    { objectClass: 'groupOfURLs', cn: 'gros', memberURL: `ldap:///${persons}??one?(title=x)` },
  ],
  ...Array.from({ length: 1_000 }, (_, n): (typeof smallDirectory)[number] => [
    personDn(`x${String(n)}`),
    {
      objectClass: ['inetOrgPerson', 'personneAnnuaire'],
      uid: `x${String(n)}`,
      cn: 'X',
      sn: 'X',
      title: 'x',
      etat: 'Actif',
      reponseAccesORIS: 'Acceptée',
    },
  ]),
];
