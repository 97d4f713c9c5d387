import { expect } from 'chai';
import type { Request } from '../../src/model/request.js';
import { people, person } from './checklist-fixture.js';
import { checklist, row } from './checklist.js';
import { hex } from './client/connection.js';
import { critical, optional as lenient } from './client/controls.js';
import { onBoth, root } from './control-fixture.js';
import type { Expected, Then } from './expected.js';
import { suffix } from './servers.js';
import { add, compare, modify, remove, rename, search, Session, simpleBind } from './session.js';

const unknown = [critical('1.2.3.4', Buffer.from('x'))];
const whoAmI: Request = { kind: 'extended', oid: '1.3.6.1.4.1.4203.1.11.3', value: undefined };
const passwordModify: Request = {
  kind: 'extended',
  oid: '1.3.6.1.4.1.4203.1.11.1',
  value: undefined,
};
const startTls: Request = { kind: 'extended', oid: '1.3.6.1.4.1.1466.20037', value: undefined };
const selection = hex('30 04 04 02 63 6e');
const readable = search(person('p1'), { attributes: ['title'] });
const untouched: Expected = { code: 'success', shown: { title: [] } };

/** Each operation, and what shows afterwards that it was not done. */
const operations: readonly (readonly [string, Request, (readonly [Request, Then])?])[] = [
  ['a search', search(suffix, { scope: 'sub' })],
  ['a comparison', compare(person('p1'), 'sn', 'Dupont')],
  [
    'an addition',
    add(`cn=neuf,${people}`, { objectClass: 'person', cn: 'neuf', sn: 'n' }),
    [search(`cn=neuf,${people}`), 'noSuchObject'],
  ],
  ['a modification', modify(person('p1'), ['replace', 'title', 'x']), [readable, untouched]],
  ['a rename', rename(person('p3'), 'uid=p33'), [search(person('p3')), 'success']],
  ['a deletion', remove(person('p4')), [search(person('p4')), 'success']],
  ['Who am I', whoAmI],
  ['Password Modify', passwordModify],
];

/** An unknown critical control (RFC 4511 §4.1.11). */
checklist('controls', [
  ...operations.map(([name, ask, after]) =>
    row(`71 refuses ${name}, which is not done`, ask, 'unavailableCriticalExtension', {
      controls: unknown,
      ...(after && { after }),
    }),
  ),
  row('71 refuses StartTLS', startTls, 'unavailableCriticalExtension', {
    controls: unknown,
    as: 'nobody',
  }),
  row('71 refuses a bind', simpleBind(person('p1'), 'secret1'), 'unavailableCriticalExtension', {
    controls: unknown,
    as: 'nobody',
  }),
  row('71 not critical, it is passed over', readable, 'success', {
    controls: [lenient('1.2.3.4', Buffer.from('x'))],
  }),
  row('71 not critical, nor is a second one looked at', readable, 'success', {
    controls: [lenient('1.2.3.4'), lenient('1.2.3.4')],
  }),
]);

const preRead = '1.3.6.1.1.13.1';
const postRead = '1.3.6.1.1.13.2';
const assertion = '1.3.6.1.1.12';
const manageDsaIt = '2.16.840.1.113730.3.4.2';
const title = modify(person('p1'), ['replace', 'title', 'x']);

/** A known control where it has no meaning, or with a bad value. */
checklist('controls', [
  row(
    '71 pre-read on an addition',
    add(`cn=z,${people}`, { objectClass: 'person', cn: 'z', sn: 'z' }),
    'unavailableCriticalExtension',
    { controls: [critical(preRead, selection)], after: [search(`cn=z,${people}`), 'noSuchObject'] },
  ),
  row('71 post-read on a deletion', remove(person('p4')), 'unavailableCriticalExtension', {
    controls: [critical(postRead, selection)],
    after: [search(person('p4')), 'success'],
  }),
  row('71 pre-read on a search', readable, 'unavailableCriticalExtension', {
    controls: [critical(preRead, selection)],
  }),
  row('71 an assertion on Who am I', whoAmI, 'unavailableCriticalExtension', {
    controls: [critical(assertion, hex('87 02 63 6e'))],
  }),
  row('71 the same, not critical, is passed over', readable, 'success', {
    controls: [lenient(postRead, hex('ff'))],
  }),
  row('72 a selection that is none', title, 'protocolError', {
    controls: [critical(preRead, hex('04 02 63 6e'))],
    after: [readable, untouched],
  }),
  row('72 a selection that is missing', title, 'protocolError', {
    controls: [critical(postRead)],
    after: [readable, untouched],
  }),
  row('72 a filter that is none', title, 'protocolError', {
    controls: [critical(assertion, hex('30 00'))],
    slapdDeparts: 'it takes it for a filter that is Undefined',
    after: [readable, untouched],
  }),
  row('72 ManageDsaIT with a value', title, 'protocolError', {
    controls: [critical(manageDsaIt, Buffer.from('x'))],
    after: [readable, untouched],
  }),
  row('72 ManageDsaIT with an empty value', title, 'protocolError', {
    controls: [critical(manageDsaIt, Buffer.alloc(0))],
    after: [readable, untouched],
  }),
  row('72 one control twice', title, 'protocolError', {
    controls: [critical(manageDsaIt), lenient(manageDsaIt)],
    after: [readable, untouched],
  }),
  row('72 pre-read twice', title, 'protocolError', {
    controls: [critical(preRead, selection), critical(preRead, selection)],
    after: [readable, untouched],
  }),
  row('proxied authorization without criticality (RFC 4370 §3)', readable, 'protocolError', {
    controls: [lenient('2.16.840.1.113730.3.4.18', Buffer.from(`dn:${person('p1')}`))],
    slapdDeparts: 'it acts all the same',
  }),
  row('proxied authorization without a value', readable, 'protocolError', {
    controls: [critical('2.16.840.1.113730.3.4.18')],
  }),
  row('proxied authorization twice', readable, 'protocolError', {
    controls: [
      critical('2.16.840.1.113730.3.4.18', Buffer.alloc(0)),
      critical('2.16.840.1.113730.3.4.18', Buffer.alloc(0)),
    ],
  }),
]);

onBoth('what is never answered', (server) => {
  it('18 abandon and unbind, with an unknown critical control', async () => {
    const session = await Session.open(server().port);
    session.send({ kind: 'abandon', messageId: 7 }, unknown);
    expect((await session.ask(whoAmI)).result.code).to.equal('success');
    session.send({ kind: 'unbind' }, unknown);
    expect(await session.connection.rest()).to.deep.equal([]);
  });

  it('a refused critical control on a bind leaves nobody signed in', async () => {
    const session = await Session.open(server().port, root.dn, root.password);
    const refused = await session.ask(simpleBind(root.dn, root.password), unknown);
    expect(refused.result.code).to.equal('unavailableCriticalExtension');
    const { value } = await session.ask(whoAmI);
    // OpenLDAP refuses before it begins to bind and keeps who was there; RFC 4513 §4 does not.
    if (server().name === 'ours') expect(value?.toString()).to.equal('');
    session.close();
  });
});
