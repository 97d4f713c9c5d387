import { expect } from 'chai';
import type { ConnectionOptions } from 'node:tls';
import { album, allPhotos } from './album.js';
import { checklist, type Dialogue, row, type Row, turn } from './checklist.js';
import { person } from './checklist-fixture.js';
import { unknownCritical, whoAmI, whoIs } from './checklist-session.js';
import { someone } from './checklist-update.js';
import { startTls } from './client/extended.js';
import { messageOctets } from './client/message.js';
import { extension } from './oids.js';
import type { Peer } from './peer.js';
import { rootDn, rootPassword } from './servers.js';
import { add, extended, remove, search, type Session, simpleBind } from './session.js';
import type { Check } from './side-by-side.js';

/** A connection with TLS over it. */
async function secured(peer: Peer, options: ConnectionOptions = {}): Promise<Session> {
  const session = await peer.open();
  const { result } = await session.ask(startTls);
  expect(result.code, result.message).to.equal('success');
  await session.connection.secure(options);
  return session;
}

async function mechanisms(session: Session): Promise<string[]> {
  const asked = search('', { attributes: ['supportedSASLMechanisms'] });
  const { entries } = await session.ask(asked);
  return entries[0]?.attributes.flatMap(({ values }) => values.map(String)) ?? [];
}

const refused: readonly (Row | Dialogue)[] = [
  row(
    '76 StartTLS has no value (RFC 4511 §4.14.1)',
    extended(extension.startTls, Buffer.from('x')),
    'protocolError',
    { as: 'nobody' },
  ),
  row('76 StartTLS with an unknown critical control', startTls, 'unavailableCriticalExtension', {
    as: 'nobody',
    controls: [unknownCritical],
  }),
];

const started: readonly Check[] = [
  {
    title: '76 StartTLS names itself (RFC 4511 §4.14.2)',
    run: async (peer) => {
      const session = await peer.open();
      const { result, oid, value } = await session.ask(startTls);
      expect(result.code).to.equal('success');
      expect(oid).to.equal(extension.startTls);
      expect(value).to.equal(undefined);
    },
    slapdDeparts: 'it leaves responseName out',
  },
  {
    title: '76 LDAP goes on over TLS',
    run: async (peer) => {
      const session = await secured(peer);
      const { result } = await session.ask(simpleBind(person('p1'), 'secret1'));
      expect(result.code).to.equal('success');
      const { value } = await session.ask(whoAmI);
      expect(value?.toString()).to.equal(`dn:${person('p1')}`);
    },
  },
  {
    title: '76 StartTLS twice',
    run: async (peer) => {
      const session = await secured(peer);
      expect((await session.ask(startTls)).result.code).to.equal('operationsError');
      expect((await session.ask(whoAmI)).result.code).to.equal('success');
    },
  },
  {
    title: '76 StartTLS with an operation outstanding (RFC 4511 §4.14.1)',
    run: async (peer) => {
      const session = await peer.open(rootDn, rootPassword);
      session.connection.pause();
      // More than the network takes of what nobody reads: one of them is not over.
      for (let times = 0; times < 5; times += 1) session.send(allPhotos);
      await new Promise((resolve) => setTimeout(resolve, 300));
      const asked = session.send(startTls);
      await new Promise((resolve) => setTimeout(resolve, 300));
      session.connection.resume();
      for (;;) {
        const message = await session.connection.next();
        if (!message) throw new Error('the server closed the connection');
        if (message.id !== asked || message.response.kind !== 'result') continue;
        expect(message.response.result.code).to.equal('operationsError');
        return;
      }
    },
  },
  {
    title: '76 what came in the clear behind StartTLS is not done',
    run: async (peer) => {
      const root = await peer.root();
      const victim = person('victime');
      await peer.load([add(victim, someone)]);
      const session = await peer.open(rootDn, rootPassword);
      session.connection.send(messageOctets(90, startTls), messageOctets(91, remove(victim)));
      expect((await session.connection.next())?.id).to.equal(90);
      await session.connection.secure().catch(() => undefined);
      expect((await root.ask(search(victim))).result.code).to.equal('success');
    },
    slapdDeparts: 'it does it',
  },
  {
    title: '76 TLS 1.2',
    run: async (peer) => {
      const session = await secured(peer, { maxVersion: 'TLSv1.2' });
      expect((await session.ask(whoAmI)).result.code).to.equal('success');
    },
  },
  {
    title: '76 TLS 1.3',
    run: async (peer) => {
      const session = await secured(peer, { minVersion: 'TLSv1.3' });
      expect((await session.ask(whoAmI)).result.code).to.equal('success');
    },
  },
  {
    title: '76 no TLS 1.1 (RFC 8996)',
    run: async (peer) => {
      const old = {
        minVersion: 'TLSv1',
        maxVersion: 'TLSv1.1',
        ciphers: 'ALL:@SECLEVEL=0',
      } as const;
      let fault: unknown;
      await secured(peer, old).catch((error: unknown) => {
        fault = error;
      });
      expect(fault, 'a handshake that fails').to.be.instanceOf(Error);
      expect((await (await peer.open()).ask(whoAmI)).result.code).to.equal('success');
    },
  },
  {
    title: '10 supportedSASLMechanisms changes with TLS (RFC 4513 §5.2.1.7)',
    run: async (peer) => {
      const clear = await mechanisms(await peer.open());
      const secure = await mechanisms(await secured(peer));
      expect(clear, 'PLAIN in the clear').to.not.include('PLAIN');
      expect(secure, 'PLAIN over TLS').to.include('PLAIN');
    },
  },
  {
    title: '76 a handshake that is none ends the connection',
    run: async (peer) => {
      const session = await peer.open();
      await session.ask(startTls);
      session.connection.send(Buffer.from('no handshake at all, but some octets'));
      await session.connection.rest().catch(() => []);
      expect((await (await peer.open()).ask(whoAmI)).result.code).to.equal('success');
    },
  },
];

const identity: Dialogue = {
  title: '76 StartTLS after a bind, before its next',
  turns: [
    turn(simpleBind(person('p1'), 'secret1'), 'success'),
    turn(whoAmI, whoIs(`dn:${person('p1')}`)),
    turn(startTls, 'success'),
  ],
};

checklist('TLS', [...refused, ...started, identity], { entries: album });
