import { expect } from 'chai';
import { checklist, type Dialogue, row, type Row, turn } from './checklist.js';
import { groups, people, person } from './checklist-fixture.js';
import { unknownCritical, whoAmI, whoIs } from './checklist-session.js';
import { rootDn, rootPassword, suffix } from './servers.js';
import { add, compare, modify, saslBind, search, simpleBind } from './session.js';
import type { Check } from './side-by-side.js';

const p1 = { dn: person('p1'), password: 'secret1' } as const;
const right = simpleBind(p1.dn, p1.password);
const wrong = simpleBind(p1.dn, 'non');
const asP1 = whoIs(`dn:${p1.dn}`);
const nobody = whoIs('');

/** Binds: 1–12 of what servers get wrong. */
const binds: readonly (Row | Dialogue)[] = [
  row(
    '1 nobody has an empty authorization identity, which is there (RFC 4532 §2)',
    whoAmI,
    nobody,
    {
      as: 'nobody',
    },
  ),
  row('1 an anonymous bind leaves it empty', simpleBind('', ''), 'success', { as: 'nobody' }),
  row(
    '1 an anonymous bind may not bring a password (RFC 4513 §5.1.1)',
    simpleBind('', 'mot'),
    ['success', 'invalidCredentials', 'inappropriateAuthentication'],
    { as: 'nobody' },
  ),
  row(
    '2 a name without a password (RFC 4513 §5.1.2)',
    simpleBind(p1.dn, ''),
    'unwillingToPerform',
    {
      as: 'nobody',
    },
  ),
  row('2 the name of the root without a password', simpleBind(rootDn, ''), 'unwillingToPerform', {
    as: 'nobody',
  }),
  row('2 a missing name without a password', simpleBind(person('zz'), ''), 'unwillingToPerform', {
    as: 'nobody',
  }),
  row('4 a malformed name (RFC 4511 §4.2.2)', simpleBind('foo', 'non'), 'invalidDNSyntax', {
    as: 'nobody',
  }),
  row('4 a malformed name without a password', simpleBind('foo', ''), [
    'invalidDNSyntax',
    'unwillingToPerform',
  ]),
  row('4 a name with a trailing comma', simpleBind(`${p1.dn},`, 'non'), 'invalidDNSyntax', {
    as: 'nobody',
  }),
  row('6 version 1', simpleBind('', '', 1), 'protocolError', { as: 'nobody' }),
  row('6 version 2 (RFC 4511 §4.2)', simpleBind('', '', 2), 'protocolError', { as: 'nobody' }),
  row('6 version 4', simpleBind('', '', 4), 'protocolError', { as: 'nobody' }),
  {
    title: '5 a name in other words: case, spaces, the OID of a type (RFC 4514)',
    turns: [
      turn(simpleBind(` UID = P1 , organizationalUnitName=people,${suffix}`, 'secret1'), 'success'),
      turn(whoAmI, asP1),
      turn(simpleBind(`0.9.2342.19200300.100.1.1=\\50\\31,${people}`, 'secret1'), 'success'),
      turn(whoAmI, asP1),
    ],
  },
  {
    title: '7 a failed bind leaves nobody (RFC 4513 §4)',
    turns: [turn(right, 'success'), turn(wrong, 'invalidCredentials'), turn(whoAmI, nobody)],
  },
  {
    title: '7 so does a bind to a missing entry',
    turns: [
      turn(right, 'success'),
      turn(simpleBind(person('zz'), 'x'), 'invalidCredentials'),
      turn(whoAmI, nobody),
    ],
  },
  {
    title: '7 so does a bind to a malformed name',
    turns: [
      turn(right, 'success'),
      turn(simpleBind('foo', 'x'), 'invalidDNSyntax'),
      turn(whoAmI, nobody),
    ],
  },
  {
    title: '7 so does a bind without a password',
    turns: [
      turn(right, 'success'),
      turn(simpleBind(p1.dn, ''), 'unwillingToPerform'),
      turn(whoAmI, nobody),
    ],
  },
  {
    title: '7 so does a bind of another version',
    turns: [
      turn(right, 'success'),
      turn(simpleBind(p1.dn, 'secret1', 2), 'protocolError'),
      turn(whoAmI, nobody),
    ],
  },
  {
    title: '7 so does a bind by an unknown mechanism',
    turns: [
      turn(right, 'success'),
      turn(saslBind('NOPE'), 'authMethodNotSupported'),
      turn(whoAmI, nobody),
    ],
  },
  {
    title: '7 so does a bind with an unknown critical control',
    turns: [
      turn(right, 'success'),
      turn(right, 'unavailableCriticalExtension', unknownCritical),
      turn(whoAmI, nobody),
    ],
  },
  {
    title: '8 an anonymous bind drops the identity',
    turns: [turn(right, 'success'), turn(simpleBind('', ''), 'success'), turn(whoAmI, nobody)],
  },
  {
    title: '8 another bind takes its place',
    turns: [
      turn(right, 'success'),
      turn(simpleBind(rootDn, rootPassword), 'success'),
      turn(whoAmI, whoIs(`dn:${rootDn}`)),
    ],
  },
  row(
    '8 the name of an alias is not that of its entry (RFC 4511 §4.2)',
    simpleBind(`cn=autre nom,${groups}`, 'secret1'),
    'invalidCredentials',
    { as: 'nobody' },
  ),
  row('9 an unknown SASL mechanism', saslBind('NOPE'), 'authMethodNotSupported', { as: 'nobody' }),
  row('9 an empty SASL mechanism (RFC 4511 §4.2)', saslBind(''), 'authMethodNotSupported', {
    as: 'nobody',
  }),
  row(
    '9 EXTERNAL without an identity of the transport (RFC 4422 A)',
    saslBind('EXTERNAL'),
    ['inappropriateAuthentication', 'authMethodNotSupported'],
    { as: 'nobody' },
  ),
  row(
    '10 a simple bind brings no serverSaslCreds (RFC 4511 §4.2.2)',
    right,
    {
      code: 'success',
      and: ({ saslCredentials }) => {
        expect(saslCredentials).to.equal(undefined);
      },
    },
    { as: 'nobody' },
  ),
];

const notOperationsError = [
  'success',
  'noSuchObject',
  'insufficientAccessRights',
  'strongerAuthRequired',
  'inappropriateAuthentication',
] as const;

/** Before any bind a client is nobody, and served as such (RFC 4511 §4.2.1). */
const beforeAnyBind: readonly Row[] = [
  row('12 nobody reads the root DSE', search(''), 'success', { as: 'nobody' }),
  row('12 nobody searches', search(suffix), notOperationsError, { as: 'nobody' }),
  row('12 nobody compares', compare(p1.dn, 'sn', 'x'), notOperationsError, { as: 'nobody' }),
  row(
    '12 nobody adds',
    add(person('q'), { objectClass: 'person', cn: 'q', sn: 'q' }),
    ['strongerAuthRequired', 'insufficientAccessRights'],
    { as: 'nobody' },
  ),
  row(
    '12 nobody modifies',
    modify(p1.dn, ['add', 'title', 'x']),
    ['strongerAuthRequired', 'insufficientAccessRights'],
    { as: 'nobody' },
  ),
];

const refusedBinds: Check = {
  title: '3 a wrong password, a missing entry and one without a password are told alike',
  run: async (peer) => {
    const session = await peer.open();
    const texts = new Set<string>();
    for (const dn of [p1.dn, person('zz'), person('p3'), 'dc=nowhere', people, rootDn]) {
      const { result } = await session.ask(simpleBind(dn, 'non'));
      texts.add(`${result.code} <${result.matchedDn}> ${result.message}`);
    }
    expect(texts.size, [...texts].join(', ')).to.equal(1);
    expect([...texts][0]).to.match(/^invalidCredentials <>/);
  },
};

const pipelined: Check = {
  title: '11 what is sent behind a bind is done as who has bound (RFC 4511 §4.2.1)',
  run: async (peer) => {
    const session = await peer.open();
    const bind = session.send(right);
    const who = session.send(whoAmI);
    expect((await session.answer(bind)).result.code).to.equal('success');
    expect((await session.answer(who)).value?.toString()).to.equal(`dn:${p1.dn}`);
  },
};

const outstanding: Check = {
  title: '11 what was asked before a bind is finished or abandoned first',
  run: async (peer) => {
    const session = await peer.open(p1.dn, p1.password);
    const before = session.send(search(suffix, { scope: 'sub' }));
    const bind = session.send(simpleBind('', ''));
    const after = session.send(whoAmI);
    const ended: number[] = [];
    while (ended.at(-1) !== after) {
      const message = await session.connection.next();
      if (!message) throw new Error('closed');
      expect(message.response.kind === 'entry' && ended.includes(bind), 'late').to.equal(false);
      if (message.response.kind === 'result') ended.push(message.id);
    }
    expect(ended.filter((id) => id !== before)).to.deep.equal([bind, after]);
    if (ended.includes(before)) expect(ended[0]).to.equal(before);
  },
};

checklist('session', [...binds, ...beforeAnyBind, refusedBinds, pipelined, outstanding]);
