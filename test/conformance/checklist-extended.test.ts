import { expect } from 'chai';
import { album, allPhotos } from './album.js';
import { checklist, row, type Row, turn } from './checklist.js';
import type { Dialogue } from './checklist.js';
import { person } from './checklist-fixture.js';
import { unknownCritical, whoAmI, whoIs } from './checklist-session.js';
import { someone } from './checklist-update.js';
import { cancel, generatedPassword, passwordModify } from './client/extended.js';
import { messageOctets } from './client/message.js';
import { extension } from './oids.js';
import { add, extended, type Session, simpleBind } from './session.js';
import type { Check } from './side-by-side.js';

const garbage = Buffer.from('3001', 'hex');

/** 76 (RFC 4511 §4.12). */
const unknown: readonly Row[] = [
  row('76 an unknown extended operation: no responseName', extended('1.2.3.4'), {
    code: 'protocolError',
    oid: null,
    value: null,
  }),
  row('76 an unknown one with a value', extended('1.2.3.4', Buffer.from('x')), {
    code: 'protocolError',
    oid: null,
  }),
  row('76 a name that is no OID', extended('nope'), 'protocolError'),
  row(
    '76 Who am I has no value (RFC 4532 §2.1)',
    extended(extension.whoAmI, Buffer.from('x')),
    'protocolError',
  ),
];

const strong = ['Zt5!vNw8?gHs', 'Kd7!rTz2?mPx', 'Bn4!wQy6?cLf', 'Wm9!kRt3?dVz'] as const;
const [first, second, third, fourth] = strong;
let count = 0;
/** Someone new with the first password. */
function newcomer(): { readonly dn: string; readonly given: Dialogue['given'] } {
  const dn = person(`pw${++count}`);
  return { dn, given: [add(dn, { ...someone, userPassword: first })] };
}

function changing(
  title: string,
  turns: (dn: string) => Dialogue['turns'],
  more: Partial<Dialogue> = {},
): Dialogue {
  const { dn, given } = newcomer();
  return { title, given: given ?? [], turns: turns(dn), ...more };
}

const refusedOld = ['invalidCredentials', 'unwillingToPerform'] as const;
const noRight = [
  'insufficientAccessRights',
  'strongerAuthRequired',
  'unwillingToPerform',
  'inappropriateAuthentication',
] as const;

/** 76: passwords changed by the extended operation (RFC 3062). */
const passwords: readonly (Row | Dialogue | Check)[] = [
  changing('76 one’s own password', (dn) => [
    turn(simpleBind(dn, first), 'success'),
    turn(passwordModify({ old: first, fresh: second }), { code: 'success', value: null }),
    turn(simpleBind(dn, first), 'invalidCredentials'),
    turn(simpleBind(dn, second), 'success'),
  ]),
  changing('76 without the old one', (dn) => [
    turn(simpleBind(dn, first), 'success'),
    turn(passwordModify({ fresh: second }), 'success'),
    turn(simpleBind(dn, second), 'success'),
  ]),
  changing('76 one’s own, by name', (dn) => [
    turn(simpleBind(dn, first), 'success'),
    turn(passwordModify({ of: dn, old: first, fresh: third }), 'success'),
    turn(simpleBind(dn, third), 'success'),
  ]),
  changing('76 a wrong old password changes nothing', (dn) => [
    turn(simpleBind(dn, first), 'success'),
    turn(passwordModify({ old: 'faux', fresh: second }), refusedOld),
    turn(simpleBind(dn, second), 'invalidCredentials'),
    turn(simpleBind(dn, first), 'success'),
  ]),
  changing('76 somebody else’s, without the right', (dn) => [
    turn(simpleBind(dn, first), 'success'),
    turn(passwordModify({ of: person('p1'), fresh: second }), noRight),
    turn(simpleBind(person('p1'), 'secret1'), 'success'),
  ]),
  changing('76 by nobody', () => [turn(passwordModify({ fresh: second }), noRight)]),
  changing('76 by nobody, who knows the old one (RFC 3062 §2)', (dn) => [
    turn(passwordModify({ of: dn, old: first, fresh: second }), [...noRight, 'success']),
  ]),
  row('76 of nobody there', passwordModify({ of: person('zz'), fresh: second }), [
    'noSuchObject',
    'unwillingToPerform',
    'invalidCredentials',
    'other',
  ]),
  row('76 a value that is none', extended(extension.passwordModify, garbage), 'protocolError'),
  row(
    '76 with an unknown critical control',
    passwordModify({ of: person('p1'), fresh: second }),
    'unavailableCriticalExtension',
    {
      controls: [unknownCritical],
    },
  ),
  {
    title: '76 no new password: one is generated, and serves',
    run: async (peer) => {
      const { dn, given } = newcomer();
      await peer.load(given ?? []);
      const session = await peer.open(dn, first);
      const { result, value, oid } = await session.ask(passwordModify({ old: first }));
      expect(result.code, result.message).to.equal('success');
      expect(oid, 'responseName').to.equal(undefined);
      const password = generatedPassword(value);
      expect(password.length).to.be.at.least(8);
      expect((await session.ask(simpleBind(dn, password))).result.code).to.equal('success');
      expect((await session.ask(simpleBind(dn, first))).result.code).to.equal('invalidCredentials');
    },
  },
  {
    title: '76 no value at all: one is generated for who asks',
    run: async (peer) => {
      const { dn, given } = newcomer();
      await peer.load(given ?? []);
      const session = await peer.open(dn, first);
      const { result, value } = await session.ask(extended(extension.passwordModify));
      expect(result.code, result.message).to.equal('success');
      const bound = await session.ask(simpleBind(dn, generatedPassword(value)));
      expect(bound.result.code).to.equal('success');
    },
  },
  {
    title: '76 the administrator sets anybody’s',
    run: async (peer) => {
      const { dn, given } = newcomer();
      await peer.load(given ?? []);
      const root = await peer.root();
      const { result } = await root.ask(passwordModify({ of: dn, fresh: fourth }));
      expect(result.code, result.message).to.equal('success');
      await peer.open(dn, fourth);
    },
  },
];

/** What the next two final results are, by messageID. */
async function results(session: Session, count: number): Promise<Map<number, string>> {
  const codes = new Map<number, string>();
  while (codes.size < count) {
    const message = await session.connection.next();
    if (!message) throw new Error('the server closed the connection');
    if (message.response.kind === 'result') codes.set(message.id, message.response.result.code);
  }
  return codes;
}

/** 76: operations cancelled (RFC 3909). */
const cancels: readonly (Row | Check)[] = [
  row('76 cancel: an unknown messageID', cancel(77), {
    code: 'noSuchOperation',
    oid: null,
    value: null,
  }),
  row('76 cancel: without a value', extended(extension.cancel), 'protocolError'),
  row('76 cancel: a value that is none', extended(extension.cancel, garbage), 'protocolError'),
  row('76 cancel: an unknown critical control', cancel(77), 'unavailableCriticalExtension', {
    controls: [unknownCritical],
  }),
  {
    title: '76 cancel: what has ended is unknown, or too late',
    run: async (peer) => {
      const session = await peer.open();
      await session.ask(whoAmI);
      const { result } = await session.ask(cancel(1));
      expect(['noSuchOperation', 'tooLate']).to.include(result.code);
    },
  },
  {
    title: '76 cancel: itself cannot be (RFC 3909 §3)',
    run: async (peer) => {
      const session = await peer.open();
      session.connection.send(messageOctets(50, cancel(50)));
      const message = await session.connection.next();
      const response = message?.response;
      expect(response?.kind === 'result' && response.result.code).to.equal('cannotCancel');
    },
    slapdDeparts: 'it knows no such operation',
  },
  {
    title: '76 cancel: a running search ends as cancelled',
    run: async (peer) => {
      const session = await peer.open('cn=admin,dc=example,dc=org', 'secret');
      // A busy machine may not have begun the search, or not have read the cancel, so soon.
      for (const waitMs of [300, 1_500, 5_000]) {
        session.connection.pause();
        const searched = session.send(allPhotos);
        await new Promise((resolve) => setTimeout(resolve, waitMs));
        const cancelled = session.send(cancel(searched));
        await new Promise((resolve) => setTimeout(resolve, waitMs));
        session.connection.resume();
        const codes = await results(session, 2);
        const isLast = waitMs === 5_000;
        if (codes.get(searched) !== 'canceled' && !isLast) continue;
        expect(codes.get(searched)).to.equal('canceled');
        expect(codes.get(cancelled)).to.equal('success');
        break;
      }
      expect((await session.ask(whoAmI)).result.code).to.equal('success');
    },
  },
];

checklist(
  'extended',
  [
    row('1 Who am I', whoAmI, whoIs('dn:cn=admin,dc=example,dc=org')),
    ...unknown,
    ...passwords,
    ...cancels,
  ],
  { entries: album },
);
