import { expect } from 'chai';
import fc from 'fast-check';
import { LdapError } from '../../src/model/result.js';
import { readAuthorizationId } from '../../src/protocol/controls/authorization-id.js';
import { decodeEffectiveRights } from '../../src/protocol/controls/effective-rights.js';
import { decodeProxiedAuthorization } from '../../src/protocol/controls/proxied-authorization.js';
import { decodeSelection } from '../../src/protocol/controls/read-entry.js';
import { Tag } from '../../src/protocol/tags.js';
import { BerWriter } from '../../src/protocol/writer.js';
import { octets } from './arbitraries.js';

const text = fc.string({ unit: 'grapheme', maxLength: 40 });
const authzId = fc.oneof(
  text.map((name) => `dn:${name}`),
  text.map((login) => `u:${login}`),
  fc.constant(''),
);

function sequenceOf(parts: readonly string[], inner?: readonly string[]): Buffer {
  const writer = new BerWriter();
  const outer = writer.begin(Tag.sequence);
  for (const part of parts) writer.text(part);
  if (inner) writer.raw(sequenceOf(inner));
  writer.end(outer);
  return writer.copy();
}

/** What decodes octets, or refuses them as a protocol error and in no other way. */
const settles = (decode: (value: Buffer) => unknown, value: Buffer): void => {
  try {
    decode(value);
  } catch (error) {
    expect(error).to.be.instanceOf(LdapError).with.property('code', 'protocolError');
  }
};

describe('control values', () => {
  it('an authzId is a name, a login, or nobody', () => {
    const read = (value: string): unknown => readAuthorizationId('x', Buffer.from(value));
    expect(read('')).to.deep.equal({ kind: 'anonymous' });
    expect(read('dn:')).to.deep.equal({ kind: 'anonymous' });
    expect(read('dn: ')).to.deep.equal({ kind: 'anonymous' });
    expect(read('dn:cn=a')).to.deep.equal({ kind: 'dn', dn: 'cn=a' });
    expect(read('DN: cn=a')).to.deep.equal({ kind: 'dn', dn: 'cn=a' });
    expect(read('u:a b')).to.deep.equal({ kind: 'user', login: 'a b' });
    expect(read('u:')).to.deep.equal({ kind: 'user', login: '' });
    for (const bad of ['cn=a', 'x:a', 'dn', ' dn:a', `dn:${'a'.repeat(9000)}`]) {
      expect(() => read(bad), bad.slice(0, 9))
        .to.throw(LdapError)
        .with.property('code', 'protocolError');
    }
  });

  it('a selection of attributes comes back whole', () => {
    fc.assert(
      fc.property(fc.array(text, { maxLength: 8 }), (names) => {
        expect(decodeSelection(sequenceOf(names))).to.deep.equal(names);
      }),
    );
  });

  it('effective rights name the same subject in each spelling', () => {
    fc.assert(
      fc.property(authzId, fc.array(text, { maxLength: 5 }), (id, attributes) => {
        const of = readAuthorizationId('x', Buffer.from(id));
        const wrapped = new BerWriter();
        wrapped.text(id);
        expect(decodeEffectiveRights(Buffer.from(id))).to.deep.equal({ of, attributes: [] });
        expect(decodeEffectiveRights(wrapped.copy())).to.deep.equal({ of, attributes: [] });
        expect(decodeEffectiveRights(sequenceOf([id]))).to.deep.equal({ of, attributes: [] });
        const told = decodeEffectiveRights(sequenceOf([id], attributes));
        expect(told).to.deep.equal({ of, attributes });
      }),
    );
    const many = Array.from({ length: 300 }, (_, n) => `a${n}`);
    expect(() => decodeEffectiveRights(sequenceOf([''], many))).to.throw(LdapError);
  });

  it('octets of any kind are read or refused, and nothing else', () => {
    fc.assert(
      fc.property(octets, (value) => {
        settles((each) => decodeProxiedAuthorization(each, true), value);
        settles(decodeEffectiveRights, value);
        settles(decodeSelection, value);
      }),
      { numRuns: 2000 },
    );
    const whole = sequenceOf(['dn:cn=a'], ['cn', 'sn']);
    for (let at = 0; at < whole.length; at += 1) {
      settles(decodeEffectiveRights, whole.subarray(0, at));
      for (const octet of [0, 0x30, 0x7f, 0x80, 0xff]) {
        const mutated = Buffer.from(whole);
        mutated[at] = octet;
        settles(decodeEffectiveRights, mutated);
      }
    }
  });
});
