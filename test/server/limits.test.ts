import { join } from 'node:path';
import { expect } from 'chai';
import { loadCertificate } from '../../src/server/certificate.js';
import type { LdapServerOptions } from '../../src/server/ldap-server.js';
import { bytesOf, hex, type RawClient, search, simpleBind } from './raw-client.js';
import { expectNotice, pause, ServerUnderTest, startTls, whoIs } from './server-under-test.js';

describe('the limits of LDAP connections', () => {
  const under = new ServerUnderTest();
  afterEach(() => under.reset());
  after(() => {
    under.remove();
  });

  describe('limits', () => {
    it('stop a search whose client does not read, and hold little meanwhile', async () => {
      const client = await under.open({ identity: { stallMs: 100 }, limits: { sweepMs: 25 } });
      client.socket.pause();
      client.send(bytesOf(1, search('many', { sizeLimit: 100_000 })));
      await pause(400);
      const stalledAt = under.directory.pushed.count;
      expect(stalledAt).to.be.lessThan(5000);
      await pause(100);
      expect(under.directory.pushed.count).to.equal(stalledAt);
      client.socket.resume();
      expect(await client.result()).to.equal('1 timeLimitExceeded');
    });

    it('let a slow reader have everything', async () => {
      const client = await under.open();
      client.send(bytesOf(1, search('many', { sizeLimit: 3000 })));
      let entries = 0;
      for (let message = await client.next(); message?.response.kind === 'entry';) {
        entries += 1;
        message = await client.next();
      }
      expect(entries).to.equal(3000);
    });

    it('end an idle connection with a notice', async () => {
      const client = await under.open({ identity: { idleMs: 40 }, limits: { sweepMs: 10 } });
      await expectNotice(client, 'unavailable');
    });

    it('end a connection whose message never ends', async () => {
      const client = await under.open({ limits: { messageTimeoutMs: 40, sweepMs: 10 } });
      client.send(hex('3020'));
      await expectNotice(client, 'unavailable');
    });

    it('end a connection whose message trickles in, though bytes keep coming', async () => {
      const client = await under.open({ limits: { messageTimeoutMs: 60, sweepMs: 10 } });
      const bytes = bytesOf(1, search('x'.repeat(200)));
      let at = 0;
      const drip = setInterval(() => {
        client.send(bytes.subarray(at, (at += 1)));
      }, 5);
      try {
        await expectNotice(client, 'unavailable');
      } finally {
        clearInterval(drip);
      }
    });

    it('leave a connection alone that is busy, however long', async () => {
      const client = await under.open({ identity: { idleMs: 40 }, limits: { sweepMs: 10 } });
      client.send(bytesOf(1, search('slow')));
      await pause(120);
      under.directory.release();
      expect(await client.result()).to.equal('1 success');
    });

    it('are those of who has signed in, from then on', async () => {
      const client = await under.open({
        identity: { idleMs: 40 },
        identified: { idleMs: 60_000 },
        limits: { sweepMs: 10 },
      });
      client.send(bytesOf(1, simpleBind('uid=a', 'secret')));
      expect(await client.result()).to.equal('1 success');
      await pause(120);
      expect(await whoIs(client)).to.equal('dn:uid=a');
      client.send(bytesOf(2, simpleBind('', '')));
      await expectNotice(client, 'unavailable');
    });

    for (const [what, bytes] of Object.entries({
      'a message as large': bytesOf(1, search('x'.repeat(30_000))),
      'the beginning of one': hex('30 84 00 00 75 30'),
      'a length of gigabytes': hex('30 84 7f ff ff ff'),
    })) {
      it(`end a connection that sends ${what} with a notice`, async () => {
        const client = await under.open({ identity: { pduBytesMax: 20_000 } });
        client.send(bytes);
        await expectNotice(client, 'protocolError');
      });
    }

    for (const [what, limits] of Object.entries({
      'the number of an address': { connectionsPerAddressMax: 1 },
      'the number of all': { connectionsMax: 1 },
    })) {
      it(`refuse connections beyond ${what}, saying why, and serve the others`, async () => {
        const client = await under.open({ limits });
        const second = await under.connectTo(under.server?.port ?? 0);
        await expectNotice(second, 'busy');
        expect(await whoIs(client)).to.equal('');
        client.close();
        await pause(50);
        expect(await whoIs(await under.connectTo(under.server?.port ?? 0))).to.equal('');
      });
    }

    it('do not count the connections of a proxy as those of one', async () => {
      const client = await under.open({
        limits: { connectionsPerAddressMax: 1 },
        isTrustedAddress: (address) => address === '127.0.0.1',
      });
      const second = await under.connectTo(under.server?.port ?? 0);
      expect(await whoIs(client)).to.equal('');
      expect(await whoIs(second)).to.equal('');
    });

    it('never refuse the local socket', async () => {
      const socketPath = join(under.scratch, 'socket');
      await under.open({ limits: { connectionsMax: 1, connectionsPerAddressMax: 1 }, socketPath });
      const operators = [await under.connectTo(socketPath), await under.connectTo(socketPath)];
      for (const client of operators) expect(await whoIs(client)).to.equal('');
    });

    it('refuse to sign in on more connections than an identity may have', async () => {
      const clients = [await under.open({ identified: { connectionsMax: 2 } })];
      while (clients.length < 3) clients.push(await under.connectTo(under.server?.port ?? 0));
      const [first, second, third] = clients as [RawClient, RawClient, RawClient];
      const bind = async (client: RawClient, password = 'secret'): Promise<string> => {
        client.send(bytesOf(1, simpleBind('uid=a', password)));
        return client.result();
      };
      expect(await bind(first)).to.equal('1 success');
      expect(await bind(first)).to.equal('1 success');
      expect(await bind(second)).to.equal('1 success');
      expect(await bind(third)).to.equal('1 busy');
      expect(await whoIs(third)).to.equal('');
      expect(await bind(second, 'non')).to.equal('1 invalidCredentials');
      expect(await bind(third)).to.equal('1 success');
      first.close();
      await pause(50);
      expect(await bind(second)).to.equal('1 success');
    });

    describe('before a handshake', () => {
      let tls: Required<LdapServerOptions>['tls'];
      before(async () => {
        const certificate = await loadCertificate({
          certFile: undefined,
          keyFile: undefined,
          directory: under.scratch,
          now: new Date(),
        });
        tls = { port: 0, ...certificate };
      });

      it('count a connection that has not begun it', async () => {
        await under.open({ tls, limits: { connectionsMax: 3 } });
        const port = under.server?.tlsPort ?? 0;
        await under.connectTo(port);
        await under.connectTo(port);
        const refused = await under.connectTo(port);
        expect(await refused.rest()).to.deep.equal([]);
      });

      it('end a connection that never comes to its end, and free its place', async () => {
        const limits = { connectionsMax: 2, handshakeTimeoutMs: 100 };
        await under.open({ tls, limits });
        const port = under.server?.tlsPort ?? 0;
        const silent = await under.connectTo(port);
        await silent.rest();
        await pause(20);
        const client = await under.connectTo(port);
        await client.secure();
        expect(await whoIs(client)).to.equal('');
      });

      it('end a StartTLS that stops half-way', async () => {
        const client = await under.open({ tls, limits: { handshakeTimeoutMs: 100 } });
        client.send(bytesOf(1, startTls));
        expect(await client.result()).to.equal('1 success');
        client.send(hex('16 03 01 02 00'));
        expect(await client.rest()).to.deep.equal([]);
      });
    });

    it('keep operations beyond the number of a connection waiting, and do them all', async () => {
      const client = await under.open({ identity: { operationsMax: 2 } });
      client.send(...[1, 2, 3].map((id) => bytesOf(id, search('slow'))), bytesOf(4, search('x')));
      await pause(20);
      expect(under.directory.seen).to.deep.equal(['search slow', 'search slow']);
      under.directory.release();
      await pause(20);
      under.directory.release();
      const results = [];
      for (let left = 4; left > 0; left -= 1) results.push(await client.result());
      expect(results).to.have.members(['1 success', '2 success', '3 success', '4 success']);
    });

    it('let others in while one client floods', async () => {
      const flooding = await under.open();
      const other = await under.connectTo(under.server?.port ?? 0);
      const flood = Array.from({ length: 20_000 }, (_, index) => bytesOf(index + 1, search('x')));
      flooding.send(...flood);
      const startMs = performance.now();
      expect(await whoIs(other)).to.equal('');
      const otherMs = performance.now() - startMs;
      for (let left = flood.length; left > 0; left -= 1) await flooding.result();
      expect(otherMs).to.be.lessThan((performance.now() - startMs) / 2);
    });
  });
});
