import { expect } from 'chai';
import { bytesOf, hex, search } from './raw-client.js';
import { expectNotice, pause, ServerUnderTest, whoIs } from './server-under-test.js';

describe('the limits of LDAP connections', () => {
  const under = new ServerUnderTest();
  afterEach(() => under.reset());
  after(() => {
    under.remove();
  });

  describe('limits', () => {
    it('stop a search whose client does not read, and hold little meanwhile', async () => {
      const client = await under.open({ limits: { stallTimeoutMs: 100 } });
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
      const client = await under.open({ limits: { idleTimeoutMs: 40 } });
      await expectNotice(client, 'unavailable');
    });

    it('end a connection whose message never ends', async () => {
      const client = await under.open({ limits: { messageTimeoutMs: 40 } });
      client.send(hex('3020'));
      await expectNotice(client, 'unavailable');
    });

    it('refuse connections beyond the number of an address', async () => {
      const client = await under.open({ limits: { connectionsPerAddressMax: 1 } });
      const second = await under.connectTo(under.server?.port ?? 0);
      expect(await second.rest()).to.deep.equal([]);
      expect(await whoIs(client)).to.equal('');
    });

    it('keep operations beyond the number of a connection waiting, and do them all', async () => {
      const client = await under.open({ limits: { pendingOperationsMax: 2 } });
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
