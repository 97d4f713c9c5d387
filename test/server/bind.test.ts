import { expect } from 'chai';
import { bytesOf, search, simpleBind } from './raw-client.js';
import { expectNotice, pause, ServerUnderTest, whoAmI, whoIs } from './server-under-test.js';

describe('binding an LDAP connection', () => {
  const under = new ServerUnderTest();
  afterEach(() => under.reset());
  after(() => {
    under.remove();
  });

  describe('bind', () => {
    it('makes later operations those of the name bound', async () => {
      const client = await under.open();
      client.send(bytesOf(1, simpleBind('uid=a', 'secret')), bytesOf(2, whoAmI));
      expect(await client.result()).to.equal('1 success');
      const message = await client.next();
      expect(message?.response).to.have.property('value').deep.equal(Buffer.from('dn:uid=a'));
    });

    it('that fails makes the connection anonymous', async () => {
      const client = await under.open();
      client.send(bytesOf(1, simpleBind('uid=a', 'secret')), bytesOf(2, simpleBind('uid=a', 'no')));
      expect(await client.result()).to.equal('1 success');
      expect(await client.result()).to.equal('2 invalidCredentials');
      expect(await whoIs(client)).to.equal('');
    });

    it('is not done when a critical control is unknown', async () => {
      const client = await under.open();
      const controls = [{ oid: '1.2.3', critical: true, value: undefined }];
      client.send(bytesOf(1, simpleBind('uid=a', 'secret'), controls));
      expect(await client.result()).to.equal('1 unavailableCriticalExtension');
      expect(await whoIs(client)).to.equal('');
    });

    it('waits for what was asked before it', async () => {
      const client = await under.open();
      client.send(bytesOf(1, search('slow')), bytesOf(2, simpleBind('uid=a', 'secret')));
      await pause(20);
      expect(under.directory.seen).not.to.include('bind uid=a');
      under.directory.release();
      expect(await client.result()).to.equal('1 success');
      expect(await client.result()).to.equal('2 success');
    });

    it('abandons searches that do not end', async () => {
      const client = await under.open({ limits: { bindWaitMs: 20 } });
      client.send(bytesOf(1, search('slow')), bytesOf(2, simpleBind('uid=a', 'secret')));
      expect(await client.result()).to.equal('2 success');
      expect(under.directory.seen).to.include('aborted');
    });

    it('raises the size of messages that are taken', async () => {
      const client = await under.open({
        limits: { pduBytesBeforeBindMax: 200, pduBytesMax: 2000 },
      });
      client.send(bytesOf(1, simpleBind('uid=a', 'secret')));
      expect(await client.result()).to.equal('1 success');
      client.send(bytesOf(2, search('x'.repeat(500))));
      expect(await client.result()).to.equal('2 success');
      client.send(bytesOf(3, simpleBind('uid=a', 'no')));
      expect(await client.result()).to.equal('3 invalidCredentials');
      client.send(bytesOf(4, search('x'.repeat(500))));
      await expectNotice(client, 'protocolError');
    });
  });
});
