import { expect } from 'chai';
import { bytesOf, hex, search } from './raw-client.js';
import {
  expectNotice,
  pause,
  ServerUnderTest,
  startTls,
  whoAmI,
  whoIs,
} from './server-under-test.js';

describe('the bytes of an LDAP connection', () => {
  const under = new ServerUnderTest();
  afterEach(() => under.reset());
  after(() => {
    under.remove();
  });

  describe('framing', () => {
    it('answers a message that comes byte by byte', async () => {
      const client = await under.open();
      for (const byte of bytesOf(1, search('x'))) {
        client.send(Buffer.from([byte]));
        await pause(0);
      }
      expect(await client.result()).to.equal('1 success');
    });

    it('answers two messages that come in one segment', async () => {
      const client = await under.open();
      client.send(bytesOf(1, search('x')), bytesOf(2, search('y')));
      expect(await client.result()).to.equal('1 success');
      expect(await client.result()).to.equal('2 success');
    });

    it('answers a thousand searches that come in one segment, in order', async () => {
      const client = await under.open();
      client.send(...Array.from({ length: 1000 }, (_, index) => bytesOf(index + 1, search('x'))));
      for (let id = 1; id <= 1000; id += 1) {
        expect(await client.result()).to.equal(`${id} success`);
      }
    });

    it('takes a length in the long form OpenLDAP writes', async () => {
      const client = await under.open();
      const body = bytesOf(1, whoAmI).subarray(2);
      client.send(Buffer.from([0x30, 0x84, 0, 0, 0, body.length]), body);
      expect(await client.result()).to.equal('1 success');
    });

    it('answers what was asked before the client closed its side', async () => {
      const client = await under.open();
      client.send(bytesOf(1, search('slow')), bytesOf(2, search('x')));
      client.socket.end();
      expect(await client.result()).to.equal('2 success');
      under.directory.release();
      expect(await client.result()).to.equal('1 success');
      expect(await client.rest()).to.deep.equal([]);
    });
  });

  const fatal: Record<string, Buffer> = {
    'a web request': Buffer.from('GET / HTTP/1.0\r\n\r\n'),
    zeros: Buffer.alloc(64),
    'a first byte that is not a sequence': hex('3103020101'),
    'a length of 1 GiB': hex('308440000000 0201'),
    'a length of 2^32 - 1': hex('3084ffffffff0201'),
    'a length of 2^63': hex('30888000000000000000'),
    'an indefinite length': hex('3080 020101 420000 00'),
    'an unknown operation': hex('3005 020101 5f00'),
    'a response': hex('300c 020101 6507 0a0100 0400 0400'),
    'messageID 0': bytesOf(1, whoAmI).fill(0, 4, 5),
    'a negative messageID': bytesOf(1, whoAmI).fill(0xff, 4, 5),
    'an inner length beyond the message': hex(
      '301f020101631a04000a01000a01000201000201000101008702636e3003047f61',
    ),
    'a control cut short': hex('300e0201014a0464633d78a003308201'),
    'a constructed octet string': hex('300e 020101 6009 020103 24020400 8000'),
  };
  for (const [name, bytes] of Object.entries(fatal)) {
    it(`ends with a notice upon ${name}, and serves the others`, async () => {
      const client = await under.open();
      const other = await under.connectTo(under.server?.port ?? 0);
      client.send(bytes);
      await expectNotice(client, 'protocolError');
      other.send(bytesOf(1, search('x')));
      expect(await other.result()).to.equal('1 success');
    });
  }

  const survivable: Record<string, [Buffer, string]> = {
    'scope 9': [
      hex(
        '3025 020101 6320 0400 0a0109 0a0100 020100 020100 010100 870b6f626a656374436c617373 3000',
      ),
      '1 protocolError',
    ],
    'deref 9': [
      hex(
        '3025 020101 6320 0400 0a0100 0a0109 020100 020100 010100 870b6f626a656374436c617373 3000',
      ),
      '1 protocolError',
    ],
    'a negative size limit': [
      hex(
        '3025 020101 6320 0400 0a0100 0a0100 0201ff 020100 010100 870b6f626a656374436c617373 3000',
      ),
      '1 protocolError',
    ],
    'an unknown extended operation': [bytesOf(1, { ...whoAmI, oid: '1.2.3' }), '1 protocolError'],
    'StartTLS where no TLS is configured': [bytesOf(1, startTls), '1 protocolError'],
  };
  for (const [name, [bytes, result]] of Object.entries(survivable)) {
    it(`refuses ${name} with a result, and goes on`, async () => {
      const client = await under.open();
      client.send(bytes);
      expect(await client.result()).to.equal(result);
      expect(await whoIs(client)).to.equal('');
    });
  }

  it('answers 4000 unknown abandons in one segment with nothing, and lives', async () => {
    const client = await under.open();
    const abandon = hex('3006020101500101');
    client.send(...Array.from({ length: 4000 }, () => abandon), bytesOf(7, whoAmI));
    expect(await client.result()).to.equal('7 success');
  });
});
