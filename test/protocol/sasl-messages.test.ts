import { expect } from 'chai';
import { parsePlain } from '../../src/protocol/sasl/plain-message.js';
import {
  parseClientFinal,
  parseClientFirst,
  serverFirstOf,
} from '../../src/protocol/sasl/scram-message.js';

describe('the message of PLAIN (RFC 4616 §2)', () => {
  const good: Readonly<Record<string, [string, string, string, string]>> = {
    'without an authorization identity': ['\0tim\0tanstaaftanstaaf', '', 'tim', 'tanstaaftanstaaf'],
    'with one': ['Ursel\0Kurt\0xipj3plmq', 'Ursel', 'Kurt', 'xipj3plmq'],
    'in UTF-8': ['dn:cn=é\0hélène\0été', 'dn:cn=é', 'hélène', 'été'],
    'with 255 octets in each part': [
      ['a', 'b', 'c'].map((letter) => letter.repeat(255)).join('\0'),
      'a'.repeat(255),
      'b'.repeat(255),
      'c'.repeat(255),
    ],
  };
  for (const [title, [text, authzId, authcId, password]] of Object.entries(good)) {
    it(`is read ${title}`, () => {
      const message = parsePlain(Buffer.from(text));
      expect(message).to.deep.equal({ authzId, authcId, password: Buffer.from(password) });
    });
  }

  const bad: Readonly<Record<string, Buffer>> = {
    nothing: Buffer.alloc(0),
    'one part': Buffer.from('a'),
    'two parts': Buffer.from('a\0b'),
    'four parts': Buffer.from('a\0b\0c\0d'),
    'no login': Buffer.from('\0\0c'),
    'no password': Buffer.from('\0b\0'),
    'octets that are not UTF-8': Buffer.from([0, 0xff, 0, 0x61]),
    'a part of 5,000 octets': Buffer.from(`\0b\0${'c'.repeat(5_000)}`),
  };
  for (const [title, bytes] of Object.entries(bad)) {
    it(`is not ${title}`, () => {
      expect(parsePlain(bytes)).to.equal(undefined);
    });
  }
});

describe('the messages of SCRAM (RFC 5802 §7)', () => {
  const first = (text: string): ReturnType<typeof parseClientFirst> =>
    parseClientFirst(Buffer.from(text));

  it('begin with a name and a nonce', () => {
    expect(first('n,,n=user,r=fyko+d2lbbFgONRv9qkxdawL')).to.deep.equal({
      gs2Header: 'n,,',
      authzId: '',
      username: 'user',
      nonce: 'fyko+d2lbbFgONRv9qkxdawL',
      bare: 'n=user,r=fyko+d2lbbFgONRv9qkxdawL',
    });
  });

  it('may ask for another identity, and escape commas and equals signs', () => {
    expect(first('y,a=dn:cn=3Da=2Co=3Db,n=x=3D2Cy,r=abc,z=new')).to.include({
      gs2Header: 'y,a=dn:cn=3Da=2Co=3Db,',
      authzId: 'dn:cn=a,o=b',
      username: 'x=2Cy',
      nonce: 'abc',
    });
  });

  const refused: Readonly<Record<string, [string, string]>> = {
    'nothing at all': ['', 'invalid-encoding'],
    'no header': ['n=user,r=abc', 'invalid-encoding'],
    'an unknown flag': ['x,,n=user,r=abc', 'invalid-encoding'],
    'channel binding': ['p=tls-unique,,n=user,r=abc', 'channel-binding-not-supported'],
    'a mandatory extension': ['n,,m=now,n=user,r=abc', 'extensions-not-supported'],
    'no nonce': ['n,,n=user', 'invalid-encoding'],
    'an empty nonce': ['n,,n=user,r=', 'invalid-encoding'],
    'a nonce with a space': ['n,,n=user,r=a b', 'invalid-encoding'],
    'a nonce of 600 characters': [`n,,n=user,r=${'a'.repeat(600)}`, 'invalid-encoding'],
    'an empty name': ['n,,n=,r=abc', 'invalid-encoding'],
    'a lone equals sign in the name': ['n,,n=a=b,r=abc', 'invalid-username-encoding'],
    'an empty identity': ['n,a=,n=user,r=abc', 'invalid-username-encoding'],
    'a NUL': ['n,,n=us\0er,r=abc', 'invalid-encoding'],
    'nine thousand octets': [`n,,n=${'a'.repeat(9_000)},r=abc`, 'invalid-encoding'],
  };
  for (const [title, [text, fault]] of Object.entries(refused)) {
    it(`may not begin with ${title}`, () => {
      expect(first(text)).to.equal(fault);
    });
  }

  it('end with what was said, and a proof', () => {
    const text = 'c=biws,r=abcdef,x=more,p=AAAA';
    expect(parseClientFinal(Buffer.from(text))).to.deep.equal({
      channelBinding: Buffer.from('n,,'),
      nonce: 'abcdef',
      proof: Buffer.alloc(3),
      withoutProof: 'c=biws,r=abcdef,x=more',
    });
  });

  for (const text of ['', 'c=biws,r=abc', 'r=abc,p=AAAA', 'c=biws,r=abc,p=A', 'c=x,r=a,p=AAAA']) {
    it(`may not end with “${text}”`, () => {
      expect(parseClientFinal(Buffer.from(text))).to.equal('invalid-encoding');
    });
  }

  it('challenge with the nonce of both, the salt and the iterations', () => {
    const salt = Buffer.from('W22ZaJ0SNY7soEsUEjb6gQ==', 'base64');
    expect(serverFirstOf({ nonce: 'abcdef', salt, iterations: 4096 })).to.equal(
      'r=abcdef,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096',
    );
  });
});
