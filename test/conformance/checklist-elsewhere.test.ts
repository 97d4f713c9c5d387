import { expect } from 'chai';
import { checklist, row, type Row } from './checklist.js';
import { groups, people, person } from './checklist-fixture.js';
import { critical } from './client/controls.js';
import { read } from './checklist-update.js';
import type { Code } from './client/result-codes.js';
import { type Expected, found, shown } from './expected.js';
import { control } from './oids.js';
import { searchRow } from './search-rows.js';
import { suffix } from './servers.js';
import { add, compare, modify, remove, rename } from './session.js';

const aliases = `ou=Alias,${suffix}`;
const alias = (cn: string, to: string): ReturnType<typeof add> =>
  add(`cn=${cn},${aliases}`, {
    objectClass: ['alias', 'extensibleObject'],
    cn,
    aliasedObjectName: to,
  });
const byAlias = (cn: string): string => `cn=${cn},${aliases}`;

const entries = [
  add(aliases, { objectClass: 'organizationalUnit', ou: 'Alias' }),
  alias('jean', person('p1')),
  alias('gens', people),
  alias('relais', byAlias('jean')),
  alias('tour', byAlias('retour')),
  alias('retour', byAlias('tour')),
  alias('perdu', person('zz')),
  add(`ou=Deux,${suffix}`, {
    objectClass: ['referral', 'extensibleObject'],
    ou: 'Deux',
    ref: ['ldap://un.example/ou=Deux,dc=example,dc=org', 'ldap://deux.example/ou=Autre,dc=org'],
  }),
];

/** What the RFC lets an alias that leads nowhere, or in circles, end with. */
const lost: readonly Code[] = [
  'aliasProblem',
  'aliasDereferencingProblem',
  'loopDetect',
  'noSuchObject',
];
const persons = '(objectClass=inetOrgPerson)';
const everybody = ['p1', 'p2', 'p3', 'p4'] as const;

/** 33: aliases (RFC 4511 §4.5.1.3, RFC 4512 §2.6). */
const followed: readonly Row[] = [
  searchRow('33 never: an alias is an entry', byAlias('jean'), {}, found('jean')),
  searchRow(
    '33 never: aliases are among the entries',
    aliases,
    { scope: 'one' },
    {
      code: 'success',
      count: 6,
    },
  ),
  searchRow(
    '33 in searching: an alias as base is an entry',
    byAlias('jean'),
    { deref: 'searching' },
    found('jean'),
  ),
  searchRow('33 finding: an alias as base', byAlias('jean'), { deref: 'finding' }, found('p1')),
  searchRow(
    '33 finding: an alias of an alias',
    byAlias('relais'),
    { deref: 'finding' },
    found('p1'),
  ),
  searchRow(
    '33 finding: an alias above the base',
    `uid=p1,${byAlias('gens')}`,
    { deref: 'finding' },
    {
      code: 'success',
      found: ['p1'],
      and: ({ entries: [entry] }) => {
        expect(entry?.dn).to.equal(person('p1'));
      },
    },
  ),
  searchRow(
    '33 finding: aliases below the base stay entries',
    aliases,
    { scope: 'one', deref: 'finding' },
    {
      code: 'success',
      count: 6,
    },
  ),
  searchRow('33 never: an alias above the base has none below', `uid=p1,${byAlias('gens')}`, {}, [
    'noSuchObject',
    'aliasProblem',
  ]),
  searchRow(
    '33 in searching: aliases below the base lead to their entries',
    groups,
    { scope: 'sub', deref: 'searching' },
    found('Groups', 'tous', 'p1'),
  ),
  searchRow(
    '33 in searching: the subtree that an alias names is searched too',
    aliases,
    { scope: 'sub', deref: 'searching', filter: persons },
    found(...everybody),
  ),
  searchRow(
    '33 in searching: one level leads to the entry alone',
    aliases,
    { scope: 'one', deref: 'searching', filter: '(|(uid=*)(ou=*))' },
    found('p1', 'People'),
  ),
  searchRow(
    '33 always: an entry under several names is found once',
    suffix,
    { scope: 'sub', deref: 'always', filter: '(uid=p1)' },
    found('p1'),
  ),
  searchRow(
    '33 always: base and below',
    byAlias('gens'),
    { scope: 'one', deref: 'always', filter: persons },
    found(...everybody),
  ),
  searchRow('33 finding: a loop ends', byAlias('tour'), { deref: 'finding' }, lost),
  searchRow(
    '33 finding: an alias that leads nowhere',
    byAlias('perdu'),
    { deref: 'finding' },
    lost,
  ),
  searchRow(
    '33 in searching: a loop ends',
    aliases,
    { scope: 'sub', deref: 'searching', filter: '(cn=tour)' },
    [...lost, 'success'],
  ),
  row('33 compare does not follow', compare(byAlias('jean'), 'uid', 'p1'), 'noSuchAttribute'),
  row(
    '33 compare reads the alias',
    compare(byAlias('jean'), 'aliasedObjectName', person('p1')),
    'compareTrue',
  ),
  row(
    '33 modify does not follow',
    modify(byAlias('jean'), ['add', 'description', 'x']),
    'success',
    {
      after: [read(person('p1')), shown({ description: ['a*b(c)\\d'] })],
    },
  ),
  row('33 delete does not follow', remove(byAlias('perdu')), 'success'),
  row('33 a write below an alias', modify(`uid=p1,${byAlias('gens')}`, ['add', 'title', 'x']), [
    'noSuchObject',
    'aliasProblem',
  ]),
];

const elsewhere = `ou=Ailleurs,${suffix}`;
const below = `cn=x,${elsewhere}`;
const manageDsaIt = { controls: [critical(control.manageDsaIt)] };
const ailleurs = 'ldap://ailleurs.example/ou=Ailleurs,dc=example,dc=org';

/** A referral result that names the object, and where to go. */
const sentTo = (...urls: readonly string[]): Expected => ({
  code: 'referral',
  matchedDn: elsewhere,
  and: ({ result: { referrals } }) => {
    expect(referrals).to.have.members([...urls]);
  },
});

/** 34: referral objects (RFC 3296, RFC 4511 §4.1.10, §4.5.3). */
const referred: readonly Row[] = [
  searchRow(
    '34 in a subtree: a continuation reference of that scope (RFC 3296 §5.6.2)',
    suffix,
    { scope: 'sub', filter: '(uid=p3)' },
    {
      code: 'success',
      found: ['p3'],
      references: [
        `${ailleurs}??sub`,
        'ldap://un.example/ou=Deux,dc=example,dc=org??sub',
        'ldap://deux.example/ou=Autre,dc=org??sub',
      ],
    },
  ),
  searchRow(
    '34 one level below: of the base alone (RFC 3296 §5.6.2)',
    suffix,
    { scope: 'one', filter: '(ou=People)' },
    {
      code: 'success',
      found: ['People'],
      references: [
        `${ailleurs}??base`,
        'ldap://un.example/ou=Deux,dc=example,dc=org??base',
        'ldap://deux.example/ou=Autre,dc=org??base',
      ],
    },
  ),
  searchRow('34 as base: a referral', elsewhere, {}, sentTo(`${ailleurs}??base`)),
  searchRow('34 a subtree of it', elsewhere, { scope: 'sub' }, sentTo(`${ailleurs}??sub`)),
  searchRow(
    '34 below it: a referral to the same entry there',
    below,
    {},
    sentTo(`ldap://ailleurs.example/cn=x,ou=Ailleurs,dc=example,dc=org??base`),
  ),
  row('34 compare', compare(below, 'cn', 'x'), 'referral'),
  row('34 add', add(below, { objectClass: 'person', cn: 'x', sn: 'x' }), 'referral'),
  row('34 modify', modify(elsewhere, ['add', 'description', 'x']), 'referral'),
  row('34 delete', remove(elsewhere), 'referral'),
  row('34 rename', rename(elsewhere, 'ou=Autre'), 'referral'),
  row(
    '34 ManageDsaIT: it is an entry (RFC 3296 §3)',
    read(elsewhere),
    shown({ ou: ['Ailleurs'], ref: [ailleurs] }),
    manageDsaIt,
  ),
  searchRow(
    '34 ManageDsaIT: found by a filter, no references',
    suffix,
    { scope: 'sub', filter: '(objectClass=referral)' },
    { code: 'success', found: ['Ailleurs', 'Deux'], references: [] },
    manageDsaIt,
  ),
  row('34 ManageDsaIT: compare', compare(elsewhere, 'ou', 'ailleurs'), 'compareTrue', manageDsaIt),
  row(
    '34 ManageDsaIT: below it there is none',
    read(below),
    { code: 'noSuchObject', matchedDn: elsewhere },
    { ...manageDsaIt, slapdDeparts: 'it refers nonetheless' },
  ),
  row(
    '34 ManageDsaIT: modify',
    modify(`ou=Deux,${suffix}`, ['add', 'description', 'x']),
    'success',
    manageDsaIt,
  ),
  row('34 ManageDsaIT: rename', rename(`ou=Deux,${suffix}`, 'ou=Trois'), 'success', manageDsaIt),
  row('34 ManageDsaIT: delete', remove(`ou=Trois,${suffix}`), 'success', manageDsaIt),
];

checklist('search', [...followed, ...referred], { entries });
