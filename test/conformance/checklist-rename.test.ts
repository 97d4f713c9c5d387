import { expect } from 'chai';
import type { Request } from '../../src/model/request.js';
import { checklist, row, type Row } from './checklist.js';
import { groups, people, person } from './checklist-fixture.js';
import { unknownCritical, unknownOptional } from './checklist-session.js';
import { paged, uncritical } from './client/controls.js';
import { missing, noSuch, read, someone } from './checklist-update.js';
import { found, shown, type Then } from './expected.js';
import type { Peer } from './peer.js';
import { suffix } from './servers.js';
import { add, remove, rename, search } from './session.js';
import type { Check } from './side-by-side.js';

const unit = (dn: string): Request => add(dn, { objectClass: 'organizationalUnit' });
const elsewhere = `ou=Ailleurs,${suffix}`;

/** 68 (RFC 4511 §4.8). */
const deletions: readonly Row[] = [
  row('68 an entry with others below', remove(people), 'notAllowedOnNonLeaf'),
  row('68 the suffix with others below', remove(suffix), 'notAllowedOnNonLeaf'),
  row('68 a missing entry', remove(missing), noSuch),
  row('68 a malformed name', remove('foo'), 'invalidDNSyntax'),
  row('68 outside the naming contexts', remove('dc=nowhere'), [
    'unwillingToPerform',
    'noSuchObject',
  ]),
  row('68 the root DSE', remove(''), 'unwillingToPerform'),
  row('68 the subschema', remove('cn=Subschema'), [
    'unwillingToPerform',
    'insufficientAccessRights',
  ]),
  row('68 by nobody', remove(person('p4')), ['strongerAuthRequired', 'insufficientAccessRights'], {
    as: 'nobody',
  }),
  row('68 a referral object', remove(elsewhere), 'referral'),
  {
    title: '68 an alias, not what it stands for',
    ask: remove(`cn=autre nom,${groups}`),
    then: 'success',
    after: [read(person('p1')), shown({ sn: ['Dupont'] })],
  },
  {
    title: '68 what is deleted is found no more',
    given: [add(person('d1'), someone)],
    ask: remove(person('d1')),
    then: 'success',
    after: [search(suffix, { scope: 'sub', filter: '(uid=d1)' }), found()],
  },
  {
    title: '68 a name is free again',
    given: [add(person('d2'), someone), remove(person('d2'))],
    ask: add(person('d2'), someone),
    then: 'success',
  },
];

type Refusal = readonly [title: string, ask: Request, then: Then, slapdDeparts?: string];
const a = `cn=a+sn=b,${people}`;

/** 69–70: what cannot be renamed so (RFC 4511 §4.9). */
const refused: readonly Refusal[] = [
  ['69 a missing entry', rename(`cn=x,${people}`, 'cn=z'), 'noSuchObject'],
  ['69 onto an existing name', rename(a, 'UID=P1'), 'entryAlreadyExists'],
  [
    '69 onto an existing name elsewhere',
    rename(a, 'cn=tous', { under: groups }),
    'entryAlreadyExists',
  ],
  ['69 below a missing superior', rename(a, 'cn=a', { under: missing }), 'noSuchObject'],
  ['69 below a malformed superior', rename(a, 'cn=a', { under: 'foo' }), 'invalidDNSyntax'],
  ['69 below itself', rename(people, 'ou=People', { under: people }), 'unwillingToPerform'],
  [
    '69 below what is below it',
    rename(people, 'ou=People', { under: person('p1') }),
    'unwillingToPerform',
  ],
  [
    '69 into another naming context',
    rename(a, 'cn=a', { under: 'dc=nowhere' }),
    'affectsMultipleDSAs',
  ],
  [
    '69 below a referral object',
    rename(a, 'cn=a', { under: elsewhere }),
    ['referral', 'affectsMultipleDSAs'],
    'it answers other',
  ],
  ['69 a referral object', rename(elsewhere, 'ou=x'), 'referral'],
  ['69 the root DSE', rename('', 'cn=x'), 'unwillingToPerform'],
  ['70 to two RDNs', rename(a, 'uid=a,ou=b'), 'invalidDNSyntax'],
  ['70 to no RDN', rename(a, 'foo'), 'invalidDNSyntax'],
  ['70 by an undefined attribute', rename(a, 'nope=a'), 'invalidDNSyntax'],
  ['70 by an attribute that no class allows', rename(a, 'uid=3'), 'objectClassViolation'],
  [
    '70 by a value that is not of the syntax',
    rename(person('p1'), 'uidNumber=x'),
    ['invalidDNSyntax', 'invalidAttributeSyntax', 'namingViolation'],
  ],
  [
    '70 by what the server keeps',
    rename(a, 'entryUUID=00000000-0000-4000-8000-000000000001'),
    ['constraintViolation', 'objectClassViolation', 'namingViolation'],
  ],
  [
    '70 without a required attribute',
    rename(a, 'description=x'),
    ['objectClassViolation', 'namingViolation'],
  ],
  [
    '70 to a second value of a SINGLE-VALUE attribute',
    rename(person('p3'), 'employeeNumber=13', { keep: true }),
    ['constraintViolation', 'objectClassViolation'],
  ],
];

let count = 0;
/** One person is renamed, each under a name of its own. */
function renamed(
  title: string,
  to: (own: string) => { readonly rdn: string; readonly keep?: boolean },
  after: (own: string) => Readonly<Record<string, readonly string[]>>,
): Row {
  const own = `r${++count}`;
  const { rdn, ...options } = to(own);
  return {
    title,
    given: [add(person(own), { ...someone, cn: 'q', uid: own })],
    ask: rename(person(own), rdn, options),
    then: 'success',
    after: [read(`${rdn},${people}`), shown(after(own))],
  };
}

const done: readonly Row[] = [
  renamed(
    '69 the old value goes',
    (own) => ({ rdn: `uid=${own}z` }),
    (own) => ({ uid: [`${own}z`] }),
  ),
  renamed(
    '69 the old value stays',
    (own) => ({ rdn: `uid=${own}z`, keep: true }),
    (own) => ({ uid: [own, `${own}z`] }),
  ),
  renamed(
    '69 the old value goes, another type names',
    (own) => ({ rdn: `cn=${own}` }),
    (own) => ({ uid: [], cn: ['q', own] }),
  ),
  renamed(
    '70 the new value is added',
    (own) => ({ rdn: `ou=${own}`, keep: true }),
    (own) => ({ ou: [own], uid: [own] }),
  ),
  renamed(
    '70 a value that is there already stays as it is',
    (own) => ({ rdn: `uid=${own}+cn=Q` }),
    (own) => ({ uid: [own], cn: ['q'] }),
  ),
  renamed(
    '70 another case alone',
    (own) => ({ rdn: `uid=${own.toUpperCase()}` }),
    (own) => ({ uid: [own.toUpperCase()], entryDN: [person(own.toUpperCase())] }),
  ),
  renamed(
    '69 the same name',
    (own) => ({ rdn: `uid=${own}` }),
    (own) => ({ uid: [own] }),
  ),
  renamed(
    '69 the same name, the old value kept',
    (own) => ({ rdn: `uid=${own}`, keep: true }),
    (own) => ({ uid: [own] }),
  ),
  renamed(
    '69 from one value to two',
    (own) => ({ rdn: `uid=${own}+ou=x` }),
    (own) => ({ uid: [own], ou: ['x'] }),
  ),
];

const d = `ou=d,${people}`;
const moved = `ou=e,${groups}`;
const uuids: Record<string, string | undefined> = {};
const uuidOf = async (peer: Peer, dn: string): Promise<string | undefined> => {
  const { entries } = await (await peer.root()).ask(search(dn, { attributes: ['entryUUID'] }));
  return entries[0]?.attributes[0]?.values[0]?.toString();
};
const key = (peer: Peer, what: string): string => `${peer.server.name} ${what}`;

const grown: Check = {
  title: '70 a subtree moves with what is below, and keeps its UUIDs',
  run: async (peer) => {
    const names = [d, `ou=dd,${d}`, `uid=q1,ou=dd,${d}`];
    await peer.load([
      unit(d),
      unit(`ou=dd,${d}`),
      add(`uid=q1,ou=dd,${d}`, { ...someone, sn: 'Déplacé' }),
    ]);
    for (const dn of names) uuids[key(peer, dn)] = await uuidOf(peer, dn);
    await peer.load([rename(d, 'ou=e', { under: groups })]);
    for (const dn of names) {
      const there = await uuidOf(peer, dn.replace(d, moved));
      expect(there, dn).to.be.a('string').and.equal(uuids[key(peer, dn)]);
    }
  },
};

const afterMove: readonly Row[] = [
  row(
    '70 below, names have followed',
    read(`uid=q1,ou=dd,${moved}`),
    shown({ entryDN: [`uid=q1,ou=dd,${moved}`] }),
  ),
  row('70 the old names are gone', read(`uid=q1,ou=dd,${d}`), {
    code: 'noSuchObject',
    matchedDn: people,
  }),
  row(
    '70 indexes find it in the new place',
    search(groups, { scope: 'sub', filter: '(sn=déplacé)' }),
    found('q1'),
  ),
  row(
    '70 and no more in the old one',
    search(people, { scope: 'sub', filter: '(sn=déplacé)' }),
    found(),
  ),
  row(
    '70 through the new name',
    search(groups, { scope: 'sub', filter: '(&(uid=q1)(ou:dn:=e))' }),
    found('q1'),
  ),
  row(
    '70 not through the old one',
    search(groups, { scope: 'sub', filter: '(ou:dn:=d)' }),
    found(),
  ),
  row(
    '70 the old superior has it no more',
    search(people, { scope: 'sub', filter: '(ou=dd)' }),
    found(),
  ),
  row('70 it moves back', rename(moved, 'ou=d', { under: people }), 'success', {
    after: [search(people, { scope: 'sub', filter: '(uid=q1)' }), found('q1')],
  }),
  row('69 to the superior it has', rename(d, 'ou=d', { under: people }), 'success'),
  row('70 it may go once it is empty', remove(`uid=q1,ou=dd,${d}`), 'success'),
];

/** 71: nothing is done when a control cannot be obeyed (RFC 4511 §4.1.11). */
const controlled: readonly Row[] = [
  row(
    '71 delete with an unknown critical control',
    remove(person('p4')),
    'unavailableCriticalExtension',
    {
      controls: [unknownCritical],
      after: [read(person('p4')), shown({ uid: ['p4'] })],
    },
  ),
  row(
    '71 rename with a critical control of searches',
    rename(person('p4'), 'uid=p5'),
    'unavailableCriticalExtension',
    {
      controls: [paged(2)],
      after: [read(person('p4')), shown({ uid: ['p4'] })],
    },
  ),
  row('71 delete with one that is not critical', remove(person('p4')), 'success', {
    controls: [unknownOptional, uncritical(paged(2))],
  }),
];

checklist('delete, rename', [
  ...deletions,
  ...refused.map(([title, ask, then, slapdDeparts]) =>
    row(title, ask, then, slapdDeparts === undefined ? {} : { slapdDeparts }),
  ),
  ...done,
  grown,
  ...afterMove,
  ...controlled,
]);
