import { expect } from 'chai';
import type { Control } from '../../src/model/request.js';
import {
  actorOf,
  type Opened,
  openFixture,
  personDn,
  root,
  search,
  smallDirectory,
  suffix,
  type Values,
} from './fixture.js';
import { adding, ask, comparing, control, deleting, renaming, replacing } from './controlled.js';
import { read } from './writing.js';

const structures = `ou=structures,${suffix}`;
const abroad = `ou=abroad,${structures}`;
const below = `cn=Jean \\2B 1,ou=a b,${abroad}`;
const local = `ou=local,${structures}`;
const manage = control('manageDsaIt');

const branch = (dn: string, ou: string, more: Values = {}): [string, Values] => [
  dn,
  { objectClass: 'organizationalUnit', ou, ...more },
];
const entries: readonly (readonly [string, Values])[] = [
  ...smallDirectory,
  branch(local, 'local'),
  [
    abroad,
    {
      objectClass: ['referral', 'extensibleObject'],
      ou: 'abroad',
      ref: [
        'ldap://one.example/ou=abroad,dc=one?cn?sub?(cn=*)?!x-kept=1,y,!z The first',
        'ldaps://two.example:6360',
        'https://three.example/form Something else',
      ],
    },
  ],
];

/** The operations whose target is an entry, and what they answer where it is a plain one. */
const targeted = (dn: string) =>
  [
    [comparing(dn, 'ou', 'abroad'), 'compareTrue'],
    [replacing(dn, 'description', 'x'), 'success'],
    [renaming(dn, 'ou=elsewhere'), 'success'],
    [deleting(dn), 'success'],
  ] as const;

describe('referral objects (RFC 3296)', () => {
  let opened: Opened;

  beforeEach(async () => (opened = await openFixture({ entries })));
  afterEach(() => opened.close());

  const tail = '????!x-kept=1,y,!z';
  const at = [
    `ldap://one.example/ou=abroad,dc=one${tail}`,
    `ldaps://two.example:6360/${encodeURI(abroad)}`,
    'https://three.example/form',
  ];

  for (const [request, plainly] of targeted(abroad)) {
    it(`${request.kind} of one is referred, with ManageDsaIT ${plainly}`, async () => {
      const { lastSequence } = opened.directory;
      const referred = await ask(opened.directory, root, request);
      expect(referred).to.deep.include({ code: 'referral', matchedDn: abroad, referrals: at });
      expect(opened.directory.lastSequence).to.equal(lastSequence);
      expect((await ask(opened.directory, root, request, manage)).code).to.equal(plainly);
    });
  }

  for (const request of [
    ...targeted(below).map(([each]) => each),
    adding(below, { objectClass: 'person', cn: 'Jean + 1', sn: 'x' }),
  ]) {
    it(`${request.kind} below one is referred by name, with ManageDsaIT it is not there`, async () => {
      const name = encodeURI('cn=Jean \\2B 1,ou=a b,');
      const referred = await ask(opened.directory, root, request);
      expect(referred).to.deep.include({
        code: 'referral',
        matchedDn: abroad,
        referrals: [
          `ldap://one.example/${name}ou=abroad,dc=one${tail}`,
          `ldaps://two.example:6360/${name}${encodeURI(abroad)}`,
          'https://three.example/form',
        ],
      });
      const managed = await ask(opened.directory, root, request, manage);
      expect(managed).to.include({ code: 'noSuchObject', matchedDn: abroad });
    });
  }

  for (const scope of ['base', 'one', 'sub'] as const) {
    it(`a search from it with scope ${scope} is referred with that scope`, async () => {
      const { result, references } = await search(opened.directory, root, { base: abroad, scope });
      expect(references).to.deep.equal([]);
      expect(result.code).to.equal('referral');
      expect(result.referrals).to.deep.equal([
        `ldap://one.example/ou=abroad,dc=one??${scope}??!x-kept=1,y,!z`,
        `ldaps://two.example:6360/${encodeURI(abroad)}??${scope}`,
        'https://three.example/form',
      ]);
    });
  }

  for (const [scope, told] of [
    ['one', 'base'],
    ['sub', 'sub'],
  ] as const) {
    it(`a search from above with scope ${scope} is told to go on with scope ${told}`, async () => {
      const asked = { base: structures, scope, filter: '(cn=nothing)' };
      const { result, references } = await search(opened.directory, root, asked);
      expect(result.code).to.equal('success');
      expect(references).to.deep.equal([
        [
          `ldap://one.example/ou=abroad,dc=one??${told}??!x-kept=1,y,!z`,
          `ldaps://two.example:6360/${encodeURI(abroad)}??${told}`,
          'https://three.example/form',
        ],
      ]);
    });
  }

  it('its ref is operational', async () => {
    const asked = { base: abroad, scope: 'base', controls: [manage] } as const;
    const user = await search(opened.directory, root, asked);
    expect([...(user.entries[0]?.attributes.keys() ?? [])]).to.not.include('ref');
    const named = await search(opened.directory, root, { ...asked, attributes: ['+'] });
    expect(named.entries[0]?.attributes.get('ref')?.values).to.have.length(3);
  });

  it('one is added and taken away like an entry', async () => {
    const dn = `ou=other,${structures}`;
    const values = {
      objectClass: ['referral', 'extensibleObject'],
      ou: 'other',
      ref: 'ldap://x.example/ou=other',
    };
    expect((await ask(opened.directory, root, adding(dn, values), manage)).code).to.equal(
      'success',
    );
    expect((await ask(opened.directory, root, deleting(dn))).referrals).to.deep.equal([
      'ldap://x.example/ou=other',
    ]);
    // Where one is already, the name is another server's.
    expect((await ask(opened.directory, root, adding(dn, values))).code).to.equal('referral');
    const twice = await ask(opened.directory, root, adding(dn, values), manage);
    expect(twice.code).to.equal('entryAlreadyExists');
    expect((await ask(opened.directory, root, deleting(dn), manage)).code).to.equal('success');
    expect((await ask(opened.directory, root, deleting(dn))).code).to.equal('noSuchObject');
  });

  it('no entry is renamed to or moved below one (§5.6.2)', async () => {
    const rows = [
      [renaming(local, 'ou=local', abroad), 'success'],
      [renaming(local, 'ou=local', `ou=x,${abroad}`), 'noSuchObject'],
      [renaming(local, 'ou=abroad'), 'entryAlreadyExists'],
    ] as const;
    for (const [request] of rows) {
      const { code } = await ask(opened.directory, root, request);
      expect(code, request.kind).to.equal('affectsMultipleDSAs');
    }
    for (const [request, managed] of [...rows].reverse()) {
      expect((await ask(opened.directory, root, request, manage)).code).to.equal(managed);
    }
  });

  it('what ManageDsaIT puts below one is seen with ManageDsaIT alone', async () => {
    const dn = `ou=glue,${abroad}`;
    const added = adding(dn, { objectClass: 'organizationalUnit', ou: 'glue' });
    expect((await ask(opened.directory, root, added, manage)).code).to.equal('success');
    const asked = { base: structures, filter: '(ou=*)' };
    const plainly = await search(opened.directory, root, asked);
    expect(plainly.dns).to.have.members([structures, local]);
    expect(plainly.references).to.have.length(1);
    const managed = await search(opened.directory, root, { ...asked, controls: [manage] });
    expect(managed.dns).to.have.members([structures, local, abroad, dn]);
    expect(managed.references).to.deep.equal([]);
    const base = await search(opened.directory, root, { base: dn, scope: 'base' });
    expect(base.result.referrals[0]).to.equal(
      'ldap://one.example/ou=glue,ou=abroad,dc=one??base??!x-kept=1,y,!z',
    );
  });

  it('who may not know of one gets no referral from it', async () => {
    const soazig = actorOf(opened.directory, personDn('soazig.riou'));
    const told: (readonly Control[])[] = [[], [manage]];
    for (const controls of told) {
      for (const dn of [abroad, below]) {
        for (const [request] of targeted(dn)) {
          const result = await ask(opened.directory, soazig, request, ...controls);
          expect(result).to.include({ code: 'noSuchObject', matchedDn: structures });
        }
        const found = await search(opened.directory, soazig, { base: dn, controls });
        expect(found.result).to.include({ code: 'noSuchObject', matchedDn: structures });
      }
    }
  });

  it('nobody signs in as one (§5.6.1)', async () => {
    const outcome = await opened.directory.bind(
      {
        kind: 'bind',
        version: 3,
        dn: abroad,
        authentication: { kind: 'simple', password: Buffer.from('x') },
      },
      { kind: 'anonymous', door: 'ldap', secure: true },
      { controls: [] },
    );
    expect(outcome.result).to.include({ code: 'invalidCredentials', matchedDn: '' });
  });

  it('a rename above one takes it along', async () => {
    const { code } = await ask(opened.directory, root, renaming(structures, 'ou=autres'));
    expect(code).to.equal('success');
    expect(read(opened.directory, `ou=abroad,ou=autres,${suffix}`)['ou']).to.deep.equal(['abroad']);
  });
});
