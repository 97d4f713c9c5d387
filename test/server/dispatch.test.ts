import { expect } from 'chai';
import { bytesOf, search, simpleBind } from './raw-client.js';
import { expectNotice, pause, ServerUnderTest, whoIs } from './server-under-test.js';

describe('the operations of an LDAP connection', () => {
  const under = new ServerUnderTest();
  afterEach(() => under.reset());
  after(() => {
    under.remove();
  });

  describe('operations', () => {
    it('delivers entries as stored, with what was computed', async () => {
      const client = await under.open();
      client.send(bytesOf(1, search('reference')));
      const entry = await client.next();
      expect(entry?.response).to.deep.equal({
        kind: 'entry',
        dn: 'uid=anne.legoff,dc=test',
        attributes: [
          { attribute: 'cn', values: [Buffer.from('Anne Le Goff'), Buffer.from('Anne')] },
          { attribute: 'sn', values: [Buffer.from('Le Goff')] },
          { attribute: 'hasSubordinates', values: [Buffer.from('FALSE')] },
        ],
      });
      const reference = await client.next();
      expect(reference?.response).to.deep.equal({ kind: 'reference', uris: ['ldap://elsewhere/'] });
    });

    it('delivers names with empty sets when only types are asked for', async () => {
      const client = await under.open();
      client.send(bytesOf(1, search('x', { typesOnly: true })));
      const entry = await client.next();
      if (entry?.response.kind !== 'entry') throw new Error('an entry is expected');
      expect(entry.response.attributes).to.deep.equal(
        ['cn', 'sn', 'hasSubordinates'].map((attribute) => ({ attribute, values: [] })),
      );
    });

    it('run side by side', async () => {
      const client = await under.open();
      client.send(bytesOf(1, search('slow')), bytesOf(2, search('x')));
      expect(await client.result()).to.equal('2 success');
      under.directory.release();
      expect(await client.result()).to.equal('1 success');
    });

    it('may not share a messageID', async () => {
      const client = await under.open();
      client.send(bytesOf(1, search('slow')), bytesOf(1, search('x')));
      await expectNotice(client, 'protocolError');
    });

    it('are never answered once abandoned', async () => {
      const client = await under.open();
      client.send(bytesOf(1, search('slow')), bytesOf(2, { kind: 'abandon', messageId: 1 }));
      client.send(bytesOf(1, search('x')));
      expect(await client.result()).to.equal('1 success');
      expect(under.directory.seen).to.include('aborted');
      expect(await whoIs(client)).to.equal('');
    });

    it('are not abandoned under a critical control that is unknown (RFC 4511 §4.1.11)', async () => {
      const client = await under.open();
      const controls = [{ oid: '1.2.3', critical: true, value: undefined }];
      client.send(
        bytesOf(1, search('slow')),
        bytesOf(2, { kind: 'abandon', messageId: 1 }, controls),
      );
      expect(await whoIs(client)).to.equal('');
      expect(under.directory.seen).not.to.include('aborted');
      under.directory.release();
      expect(await client.result()).to.equal('1 success');
    });

    it('are abandoned when the client leaves', async () => {
      const client = await under.open({ limits: { halfCloseWaitMs: 10 } });
      client.send(bytesOf(1, search('slow')));
      await pause(20);
      client.close();
      await pause(50);
      expect(under.directory.seen).to.include('aborted');
    });

    it('that fail by a defect are answered `other`, and reported', async () => {
      const client = await under.open();
      client.send(bytesOf(1, search('defect')), bytesOf(2, simpleBind('defect', 'x')));
      expect(await client.result()).to.equal('1 other');
      expect(await client.result()).to.equal('2 other');
      expect(await whoIs(client)).to.equal('');
      expect(under.records.map(({ defect }) => defect?.includes('a defect'))).to.deep.equal([
        true,
        true,
      ]);
    });
  });

  describe('unbind', () => {
    it('ends the connection, sends nothing, and leaves later requests undone', async () => {
      const client = await under.open();
      client.send(bytesOf(1, { kind: 'unbind' }), bytesOf(2, search('x')));
      expect(await client.rest()).to.deep.equal([]);
      expect(under.directory.seen).to.deep.equal([]);
    });
  });

  it('closes gracefully: answers what is under way, says why, and leaves', async () => {
    const client = await under.open();
    client.send(bytesOf(1, search('slow')));
    await pause(20);
    const closing = under.server?.close(1000);
    await pause(20);
    under.directory.release();
    expect(await client.result()).to.equal('1 success');
    await expectNotice(client, 'unavailable');
    client.close();
    await closing;
  });
});
