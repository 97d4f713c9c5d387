import { expect } from 'chai';
import { cancelOid, encodeCancel } from '../../src/protocol/extended/cancel.js';
import type { Request } from '../../src/model/request.js';
import { loadCertificate } from '../../src/server/certificate.js';
import { bytesOf, hex, search, simpleBind } from './raw-client.js';
import { pause, ServerUnderTest, startTls, whoIs } from './server-under-test.js';

const cancelValue = (value: Buffer | undefined): Request => ({
  kind: 'extended',
  oid: cancelOid,
  value,
});
const cancel = (id: number): Request => cancelValue(encodeCancel(id));
const abandon = (messageId: number): Request => ({ kind: 'abandon', messageId });
const remove = (dn: string): Request => ({ kind: 'delete', dn });

describe('cancelling and abandoning LDAP operations', () => {
  const under = new ServerUnderTest();
  afterEach(() => under.reset());
  after(() => {
    under.remove();
  });

  describe('Cancel (RFC 3909)', () => {
    it('ends a running search and answers both', async () => {
      const client = await under.open();
      client.send(bytesOf(1, search('slow')), bytesOf(2, cancel(1)));
      expect(await client.result()).to.equal('1 canceled');
      const message = await client.next();
      expect(message).to.have.property('id', 2);
      expect(message?.response).to.have.nested.property('result.code', 'success');
      expect(message?.response).to.have.property('oid', undefined);
      expect(message?.response).to.have.property('value', undefined);
      await pause(5);
      expect(under.directory.seen).to.include('aborted');
    });

    it('leaves the messageID free and the connection usable', async () => {
      const client = await under.open();
      client.send(bytesOf(1, search('slow')), bytesOf(2, cancel(1)), bytesOf(1, search('x')));
      expect(await client.result()).to.equal('1 canceled');
      expect(await client.result()).to.equal('2 success');
      expect(await client.result()).to.equal('1 success');
      expect(await whoIs(client)).to.equal('');
    });

    it('takes back an update that has not begun', async () => {
      const client = await under.open();
      client.send(bytesOf(1, remove('prepared')), bytesOf(2, cancel(1)));
      expect(await client.result()).to.equal('1 canceled');
      expect(await client.result()).to.equal('2 success');
      under.directory.release();
      await pause(5);
      expect(under.directory.seen).not.to.include('delete prepared');
    });

    it('comes too late for an update that is being applied', async () => {
      const client = await under.open();
      client.send(bytesOf(1, remove('begun')), bytesOf(2, cancel(1)));
      expect(await client.result()).to.equal('2 tooLate');
      under.directory.release();
      expect(await client.result()).to.equal('1 success');
    });

    it('takes back a request that waits for its turn, whatever was asked before', async () => {
      const client = await under.open({ identity: { operationsMax: 1 } });
      client.send(bytesOf(1, search('slow')), bytesOf(2, remove('x')), bytesOf(3, cancel(2)));
      expect(await client.result()).to.equal('2 canceled');
      expect(await client.result()).to.equal('3 success');
      under.directory.release();
      expect(await client.result()).to.equal('1 success');
      expect(under.directory.seen).to.deep.equal(['search slow']);
    });

    it('is heard while the client does not read its results', async () => {
      const client = await under.open();
      client.socket.pause();
      client.send(bytesOf(1, search('many', { sizeLimit: 100_000 })));
      await pause(100);
      client.send(bytesOf(2, cancel(1)));
      await pause(50);
      client.socket.resume();
      expect(await client.result()).to.equal('1 canceled');
      expect(await client.result()).to.equal('2 success');
      expect(under.directory.pushed.count).to.be.lessThan(5_000);
    });

    const refused: Readonly<Record<string, readonly [asked: readonly Request[], then: string]>> = {
      'an id of nothing outstanding': [[cancel(7)], '1 noSuchOperation'],
      'an operation canceled before': [[search('slow'), cancel(1), cancel(1)], '3 noSuchOperation'],
      itself: [[cancel(1)], '1 cannotCancel'],
      'a bind': [[search('slow'), simpleBind('uid=a', 'secret'), cancel(2)], '3 cannotCancel'],
      StartTLS: [[search('slow'), startTls, cancel(2)], '3 cannotCancel'],
      'no value': [[cancelValue(undefined)], '1 protocolError'],
      'an empty value': [[cancelValue(Buffer.alloc(0))], '1 protocolError'],
      'no SEQUENCE': [[cancelValue(hex('02 01 01'))], '1 protocolError'],
      'bytes after the value': [[cancelValue(hex('30 03 02 01 01 00'))], '1 protocolError'],
      'a negative id': [[cancelValue(hex('30 03 02 01 ff'))], '1 protocolError'],
    };
    for (const [what, [asked, then]] of Object.entries(refused)) {
      it(`refuses ${what}`, async () => {
        const client = await under.open({ identity: { operationsMax: 1 } });
        client.send(...asked.map((request, at) => bytesOf(at + 1, request)));
        const [id = ''] = then.split(' ');
        let result = await client.result();
        while (!result.startsWith(`${id} `)) result = await client.result();
        expect(result).to.equal(then);
      });
    }

    it('knows nothing of an operation that has ended', async () => {
      const client = await under.open();
      client.send(bytesOf(1, search('x')));
      expect(await client.result()).to.equal('1 success');
      client.send(bytesOf(2, cancel(1)));
      expect(await client.result()).to.equal('2 noSuchOperation');
    });

    it('obeys criticality: what it cannot honour leaves the operation alone', async () => {
      const client = await under.open();
      const controls = [{ oid: '1.2.3', critical: true, value: undefined }];
      client.send(bytesOf(1, search('slow')), bytesOf(2, cancel(1), controls));
      expect(await client.result()).to.equal('2 unavailableCriticalExtension');
      under.directory.release();
      expect(await client.result()).to.equal('1 success');
    });

    it('is refused in the clear where TLS is required', async () => {
      const client = await under.open({ requireTls: true });
      client.send(bytesOf(1, cancel(7)));
      expect(await client.result()).to.equal('1 confidentialityRequired');
    });
  });

  describe('Abandon', () => {
    it('is heard while the client does not read, and lets it go on', async () => {
      const client = await under.open();
      client.socket.pause();
      client.send(bytesOf(1, search('many', { sizeLimit: 100_000 })));
      await pause(100);
      client.send(bytesOf(2, abandon(1)), bytesOf(3, search('x')));
      await pause(50);
      client.socket.resume();
      expect(await client.result()).to.equal('3 success');
      expect(under.directory.pushed.count).to.be.lessThan(5_000);
    });

    it('takes back a request that waits for its turn', async () => {
      const client = await under.open({ identity: { operationsMax: 1 } });
      client.send(bytesOf(1, search('slow')), bytesOf(2, remove('x')), bytesOf(3, abandon(2)));
      client.send(bytesOf(4, search('x')));
      await pause(20);
      under.directory.release();
      expect(await client.result()).to.equal('1 success');
      expect(await client.result()).to.equal('4 success');
      expect(under.directory.seen).to.deep.equal(['search slow', 'search x']);
    });

    it('lets an update that has begun take effect, unanswered', async () => {
      const client = await under.open();
      client.send(bytesOf(1, remove('begun')), bytesOf(2, abandon(1)));
      expect(await whoIs(client)).to.equal('');
      under.directory.release();
      await pause(5);
      expect(under.directory.seen).to.include('delete begun');
      expect(await whoIs(client)).to.equal('');
    });

    it('of an id of nothing is nothing', async () => {
      const client = await under.open();
      client.send(bytesOf(1, abandon(7)), bytesOf(2, abandon(0)), bytesOf(3, abandon(-1)));
      expect(await whoIs(client)).to.equal('');
    });
  });

  describe('requests that wait for their turn', () => {
    it('are few: what comes after stays in the network', async () => {
      const client = await under.open({
        identity: { operationsMax: 1 },
        limits: { heldRequestsMax: 3 },
      });
      const later = [2, 3, 4, 5, 6].map((id) => bytesOf(id, search('x')));
      client.send(bytesOf(1, search('slow')), ...later, bytesOf(7, cancel(1)));
      await pause(20);
      under.directory.release();
      const results = [];
      for (let left = 7; left > 0; left -= 1) results.push(await client.result());
      expect(results).to.have.members([
        ...[1, 2, 3, 4, 5, 6].map((id) => `${String(id)} success`),
        '7 noSuchOperation',
      ]);
    });

    it('are all done once a client reads again, however many lie in one segment', async () => {
      const client = await under.open();
      client.socket.pause();
      client.send(bytesOf(1, search('many', { sizeLimit: 2_000 })));
      await pause(100);
      const ids = Array.from({ length: 4_000 }, (_, at) => at + 2);
      const base = search('at once', { attributes: [] });
      client.send(...ids.map((id) => bytesOf(id, base)));
      await pause(50);
      client.socket.resume();
      const results = new Set<string>();
      for (let left = ids.length + 1; left > 0; left -= 1) results.add(await client.result());
      expect(results.size).to.equal(ids.length + 1);
      expect([...results].every((each) => each.endsWith(' success'))).to.equal(true);
    });

    it('are forgotten with all that came in the clear once TLS starts', async () => {
      const certificate = await loadCertificate({
        certFile: undefined,
        keyFile: undefined,
        directory: under.scratch,
        now: new Date(),
      });
      const client = await under.open({
        identity: { operationsMax: 1 },
        tls: { port: undefined, ...certificate },
      });
      client.send(bytesOf(1, search('slow')), bytesOf(2, startTls), bytesOf(3, remove('x')));
      await pause(20);
      under.directory.release();
      expect(await client.result()).to.equal('1 success');
      expect(await client.result()).to.equal('2 success');
      await client.secure();
      expect(await whoIs(client)).to.equal('');
      expect(under.directory.seen).to.deep.equal(['search slow']);
    });

    it('are done before an unbind that comes after them', async () => {
      const client = await under.open({ identity: { operationsMax: 1 } });
      client.send(bytesOf(1, search('slow')), bytesOf(2, remove('x')));
      client.send(bytesOf(3, { kind: 'unbind' }));
      await pause(20);
      under.directory.release();
      await client.rest();
      expect(under.directory.seen).to.deep.equal(['search slow', 'delete x']);
    });
  });
});
