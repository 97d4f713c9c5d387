import { checklist, row, type Row, turn } from './checklist.js';
import { people, person } from './checklist-fixture.js';
import { whoAmI, whoIs } from './checklist-session.js';
import { read } from './checklist-update.js';
import { proxied, subentries, uncritical } from './client/controls.js';
import { found, shown } from './expected.js';
import { rootDn, rootPassword, suffix } from './servers.js';
import { add, compare, modify, remove, search, simpleBind } from './session.js';

const own = (uid: string): string => `dn:${person(uid)}`;
const denied = 'authorizationDenied';

/** 75: in the name of another (RFC 4370). */
const others = [
  row('75 proxied: Who am I', whoAmI, whoIs(own('p1')), { controls: [proxied(own('p1'))] }),
  row('75 proxied: as nobody', whoAmI, whoIs(''), { controls: [proxied('')] }),
  row('75 proxied: a name in other words', whoAmI, whoIs(own('p1')), {
    controls: [proxied(`dn: UID=P1 , ou=people,${suffix}`)],
  }),
  row(
    '75 proxied: a search with the other’s rights',
    search(person('p1'), { attributes: ['uid', 'userPassword'] }),
    shown({ uid: ['p1'], userPassword: [] }),
    { controls: [proxied(own('p2'))] },
  ),
  row(
    '75 proxied: a modify without the other’s right',
    modify(person('p1'), ['replace', 'title', 'x']),
    'insufficientAccessRights',
    { controls: [proxied(own('p2'))] },
  ),
  row(
    '75 proxied: a delete as nobody',
    remove(person('p4')),
    ['insufficientAccessRights', 'strongerAuthRequired'],
    { controls: [proxied('')], after: [read(person('p4')), 'success'] },
  ),
  row('75 proxied: a compare', compare(person('p1'), 'sn', 'dupont'), 'compareTrue', {
    controls: [proxied(own('p1'))],
  }),
  row('75 proxied: someone who is not there', whoAmI, denied, {
    controls: [proxied(own('zz'))],
    slapdDeparts: 'its root may be anyone',
  }),
  row('75 proxied: a name that is none', whoAmI, [denied, 'protocolError', 'invalidDNSyntax'], {
    controls: [proxied('dn:foo')],
  }),
  row('75 proxied: no identity at all', whoAmI, [denied, 'protocolError'], {
    controls: [proxied('p1')],
  }),
  row('K12b proxied, not critical', whoAmI, 'protocolError', {
    controls: [uncritical(proxied(own('p1')))],
    slapdDeparts: 'it accepts it',
  }),
  row('75 proxied without the right', whoAmI, denied, {
    as: { dn: person('p1'), password: 'secret1' },
    controls: [proxied(own('p2'))],
  }),
  row('75 proxied by nobody', whoAmI, denied, { as: 'nobody', controls: [proxied(own('p2'))] }),
  row(
    '75 proxied on a bind',
    simpleBind(rootDn, rootPassword),
    ['unavailableCriticalExtension', 'protocolError'],
    { as: 'nobody', controls: [proxied(own('p1'))] },
  ),
  {
    title: '75 proxied for one operation alone',
    turns: [
      turn(simpleBind(rootDn, rootPassword), 'success'),
      turn(whoAmI, whoIs(own('p1')), proxied(own('p1'))),
      turn(whoAmI, whoIs(`dn:${rootDn}`)),
    ],
  },
];

const subentry = `cn=regle,${people}`;
const subs: readonly Row[] = [
  row(
    '75 subentries: hidden from a subtree (RFC 3672 §1)',
    search(people, { scope: 'sub', filter: '(cn=regle)' }),
    found(),
    {
      given: [add(subentry, { objectClass: 'subentry', cn: 'regle', subtreeSpecification: '{}' })],
    },
  ),
  row(
    '75 subentries: hidden from one level',
    search(people, { scope: 'one', filter: '(cn=regle)' }),
    found(),
  ),
  row('75 subentries: read as base', search(subentry), found('regle')),
  row('75 subentries: TRUE shows them alone', search(people, { scope: 'sub' }), found('regle'), {
    controls: [subentries(true)],
  }),
  row(
    '75 subentries: TRUE hides others',
    search(people, { scope: 'sub', filter: '(uid=p1)' }),
    found(),
    { controls: [subentries(true)] },
  ),
  row(
    '75 subentries: FALSE hides them',
    search(people, { scope: 'sub', filter: '(cn=regle)' }),
    found(),
    { controls: [subentries(false)] },
  ),
  row(
    '75 subentries: FALSE shows others',
    search(people, { scope: 'sub', filter: '(uid=p1)' }),
    found('p1'),
    { controls: [subentries(false)] },
  ),
  row('75 subentries: a base that is none, TRUE', search(person('p1')), found(), {
    controls: [subentries(true)],
  }),
  row('75 subentries: other operations see them', compare(subentry, 'cn', 'regle'), 'compareTrue'),
  row('75 subentries: they go as others do', remove(subentry), 'success'),
];

checklist('controls', [...others, ...subs]);
