import { expect } from 'chai';
import { type Request } from '../../src/model/request.js';
import { bytesOf, hex, type RawClient, search, simpleBind } from './raw-client.js';
import {
  expectNotice,
  pause,
  ServerUnderTest,
  startTls,
  whoAmI,
  whoIs,
} from './server-under-test.js';

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
        identity: { pduBytesMax: 20_000 },
        identified: { pduBytesMax: 60_000 },
      });
      client.send(bytesOf(1, simpleBind('uid=a', 'secret')));
      expect(await client.result()).to.equal('1 success');
      client.send(bytesOf(2, search('x'.repeat(50_000))));
      expect(await client.result()).to.equal('2 success');
      client.send(bytesOf(3, simpleBind('uid=a', 'no')));
      expect(await client.result()).to.equal('3 invalidCredentials');
      client.send(bytesOf(4, search('x'.repeat(50_000))));
      await expectNotice(client, 'protocolError');
    });
  });

  describe('SASL in steps (RFC 4513 §5.2.1.2)', () => {
    const steps = (mechanism = 'STEPS'): Request => ({
      kind: 'bind',
      version: 3,
      dn: '',
      authentication: { kind: 'sasl', mechanism, credentials: undefined },
    });
    const begun = async (): Promise<RawClient> => {
      const client = await under.open();
      client.send(bytesOf(1, steps()));
      const message = await client.next();
      expect(message?.response).to.have.nested.property('result.code', 'saslBindInProgress');
      expect(message?.response).to.have.property('serverSaslCreds').deep.equal(Buffer.alloc(0));
      return client;
    };

    it('goes on with the next bind of the mechanism', async () => {
      const client = await begun();
      client.send(bytesOf(2, steps()));
      const message = await client.next();
      expect(message?.response).to.have.nested.property('result.code', 'success');
      expect(message?.response).to.have.property('serverSaslCreds').deep.equal(Buffer.from('done'));
      expect(await whoIs(client)).to.equal('dn:uid=steps');
    });

    it('is given up by a bind of another kind', async () => {
      for (const other of [simpleBind('uid=a', 'no'), steps('OTHER'), steps('')]) {
        const client = await begun();
        client.send(bytesOf(2, other), bytesOf(3, steps()));
        await client.result();
        expect(await client.result()).to.equal('3 saslBindInProgress');
      }
    });

    it('is given up by a bind that cannot be read', async () => {
      const client = await begun();
      client.send(hex('300c 020102 6007 020103 0400 8b00'), bytesOf(3, steps()));
      expect(await client.result()).to.equal('2 authMethodNotSupported');
      expect(await client.result()).to.equal('3 saslBindInProgress');
    });

    it('lets nothing else be done meanwhile', async () => {
      const client = await begun();
      client.send(bytesOf(2, search('x')), bytesOf(3, whoAmI), bytesOf(4, startTls));
      for (const id of [2, 3, 4]) {
        expect(await client.result()).to.equal(`${String(id)} operationsError`);
      }
      expect(under.directory.seen).not.to.include('search x');
      client.send(bytesOf(5, { kind: 'abandon', messageId: 1 }), bytesOf(6, steps()));
      expect(await client.result()).to.equal('6 success');
    });

    it('makes nobody of who was somebody', async () => {
      const client = await under.open();
      client.send(bytesOf(1, simpleBind('uid=a', 'secret')), bytesOf(2, steps()));
      expect(await client.result()).to.equal('1 success');
      expect(await client.result()).to.equal('2 saslBindInProgress');
      client.send(bytesOf(3, steps('OTHER')));
      expect(await client.result()).to.equal('3 authMethodNotSupported');
      expect(await whoIs(client)).to.equal('');
    });

    it('has no credentials in the answer to a simple bind', async () => {
      const client = await under.open();
      client.send(bytesOf(1, simpleBind('uid=a', 'secret')));
      const message = await client.next();
      expect(message?.response).to.have.property('serverSaslCreds', undefined);
    });
  });
});
