import { expect } from 'chai';
import fc from 'fast-check';
import { LdapError, resultOf } from '../../src/model/result.js';
import {
  decodePagedResults,
  encodePagedResults,
} from '../../src/protocol/controls/paged-results.js';
import { decodeSelection } from '../../src/protocol/controls/read-entry.js';
import { decodeResponse } from '../../src/protocol/decode-response.js';
import { encodeSearchResultEntry, writeEntry } from '../../src/protocol/encode-entry.js';
import {
  writeExtended,
  writeIntermediate,
  writeNotice,
  writeReference,
  writeResult,
} from '../../src/protocol/encode-response.js';
import {
  decodePasswordModify,
  encodeGeneratedPassword,
  encodePasswordModify,
} from '../../src/protocol/extended/password-modify.js';
import { decodeCancel, encodeCancel } from '../../src/protocol/extended/cancel.js';
import {
  decodePartialAttribute,
  encodePartialAttribute,
} from '../../src/protocol/partial-attribute.js';
import { BerReader } from '../../src/protocol/ber-reader.js';
import { ProtocolError } from '../../src/protocol/protocol-error.js';
import { BerWriter } from '../../src/protocol/writer.js';
import { octets } from './arbitraries.js';

function written(write: (writer: BerWriter) => void): Buffer {
  const writer = new BerWriter(Buffer.alloc(0));
  write(writer);
  return writer.copy();
}

const description = fc.string({ unit: 'binary', maxLength: 200 });
const attribute = fc.record({ description, values: fc.array(octets, { maxLength: 12 }) });

describe('the BER writer', () => {
  it('writes integers that are read back, in the fewest octets', () => {
    const edges = [0, 1, 127, 128, 255, 256, 32767, 32768, 2 ** 31 - 1, 2 ** 31, 2 ** 47 - 1];
    for (const value of edges.flatMap((each) => [each, -each])) {
      const bytes = written((writer) => {
        writer.integer(value);
      });
      expect(new BerReader(bytes).integer()).to.equal(value === 0 ? 0 : value);
    }
    expect(
      written((writer) => {
        writer.integer(127);
      }),
    ).to.have.length(3);
    expect(
      written((writer) => {
        writer.integer(128);
      }),
    ).to.have.length(4);
  });

  for (const length of [0, 127, 128, 255, 256, 65_535, 65_536, 16_777_216]) {
    it(`writes the length ${length} in its shortest form`, () => {
      const bytes = written((writer) => {
        const outer = writer.begin(0x30);
        writer.octets(Buffer.alloc(length, 0x61));
        writer.end(outer);
      });
      const reader = new BerReader(bytes);
      const end = reader.enter(0x30);
      expect(reader.octets()).to.have.length(length);
      reader.leave(end);
      expect(reader.more).to.equal(false);
    });
  }
});

describe('a PartialAttribute', () => {
  it('is read back as it was written', () => {
    fc.assert(
      fc.property(attribute, fc.nat(20), (each, before) => {
        const bytes = encodePartialAttribute(each.description, each.values);
        const shifted = Buffer.concat([Buffer.alloc(before), bytes, Buffer.alloc(3)]);
        expect(decodePartialAttribute(shifted, before, before + bytes.length)).to.deep.equal(each);
        expect(() => decodePartialAttribute(bytes, 0, bytes.length - 1)).to.throw(ProtocolError);
      }),
    );
  });
});

describe('a search entry', () => {
  it('holds the chosen slices and what was computed, in order', () => {
    const chosen = fc.array(fc.tuple(attribute, fc.boolean()), { maxLength: 8 });
    fc.assert(
      fc.property(
        chosen,
        fc.array(attribute, { maxLength: 3 }),
        fc.boolean(),
        (all, computed, typesOnly) => {
          const parts = all.map(([each]) => encodePartialAttribute(each.description, each.values));
          let at = 0;
          const slices = all.map(([each], index) => {
            const start = at;
            at += parts[index]?.length ?? 0;
            return { description: each.description, start, end: at };
          });
          const entry = {
            dn: Buffer.from('uid=é,dc=test'),
            bytes: Buffer.concat(parts),
            slices: slices.filter((_, index) => all[index]?.[1]),
            computed,
            large: undefined,
          };
          const expected = [
            ...all.filter(([, isChosen]) => isChosen).map(([each]) => each),
            ...computed,
          ];
          const { id, response } = decodeResponse(
            written((writer) => {
              writeEntry(writer, 300, entry, { typesOnly });
            }),
          );
          expect(id).to.equal(300);
          expect(response).to.deep.equal({
            kind: 'entry',
            dn: 'uid=é,dc=test',
            attributes: expected.map((each) => ({
              attribute: each.description,
              values: typesOnly ? [] : each.values,
            })),
          });
        },
      ),
    );
  });
});

describe('a response', () => {
  it('carries code, matched name, message, referrals and controls', () => {
    const result = resultOf('referral', {
      matchedDn: 'dc=test',
      message: 'é',
      referrals: ['ldap://a/', 'ldap://b/'],
      controls: [
        { oid: '1.2.3', value: Buffer.alloc(200) },
        { oid: '1.2.4', value: undefined },
      ],
    });
    for (const kind of [
      'bind',
      'search',
      'modify',
      'add',
      'delete',
      'modifyDn',
      'compare',
    ] as const) {
      const { id, response } = decodeResponse(
        written((writer) => {
          writeResult(writer, 7, kind, result);
        }),
      );
      expect(id).to.equal(7);
      const nothing = { oid: undefined, value: undefined, serverSaslCreds: undefined };
      expect(response).to.deep.equal({ kind: 'result', result, ...nothing });
    }
  });

  it('to an extended request tells an empty value from none', () => {
    const valueOf = (value: Buffer | undefined): unknown => {
      const bytes = written((writer) => {
        writeExtended(writer, 1, resultOf('success'), { value });
      });
      const { response } = decodeResponse(bytes);
      return response.kind === 'result' ? response.value : response;
    };
    expect(valueOf(undefined)).to.equal(undefined);
    expect(valueOf(Buffer.alloc(0))).to.deep.equal(Buffer.alloc(0));
  });

  it('may be intermediate, a reference, or the notice of disconnection', () => {
    const value = Buffer.from([0, 255]);
    expect(
      decodeResponse(
        written((writer) => {
          writeIntermediate(writer, 5, { oid: '1.2', value });
        }),
      ),
    ).to.deep.equal({ id: 5, response: { kind: 'intermediate', oid: '1.2', value } });
    expect(
      decodeResponse(
        written((writer) => {
          writeReference(writer, 5, ['ldap://a/']);
        }),
      ),
    ).to.deep.equal({ id: 5, response: { kind: 'reference', uris: ['ldap://a/'] } });
    // As in RFC 4511 §4.4.1, octet by octet.
    expect(
      written((writer) => {
        writeNotice(writer, 'unavailable', '');
      }).toString('hex'),
    ).to.equal(
      `3024020100781f0a013404000400` +
        `8a16${Buffer.from('1.3.6.1.4.1.1466.20036').toString('hex')}`,
    );
  });
});

describe('the values of controls and extended operations', () => {
  const refusesAll = (decode: (value: Buffer | undefined) => unknown): void => {
    for (const bad of [
      undefined,
      Buffer.alloc(0),
      Buffer.from('3003020101', 'hex'),
      Buffer.from('30', 'hex'),
    ]) {
      expect(() => decode(bad))
        .to.throw(LdapError)
        .with.property('code', 'protocolError');
    }
  };

  it('page', () => {
    const page = { size: 500, cookie: Buffer.from('c') };
    expect(decodePagedResults(encodePagedResults(page))).to.deep.equal(page);
    refusesAll(decodePagedResults);
    const negative = encodePagedResults({ size: -1, cookie: Buffer.alloc(0) });
    expect(() => decodePagedResults(negative)).to.throw(LdapError);
    const trailing = Buffer.concat([encodePagedResults(page), Buffer.from([0])]);
    expect(() => decodePagedResults(trailing)).to.throw(LdapError);
  });

  it('read entries', () => {
    expect(decodeSelection(Buffer.from('30060402636e0400', 'hex'))).to.deep.equal(['cn', '']);
    expect(() => decodeSelection(undefined)).to.throw(LdapError);
    const bytes = encodePartialAttribute('cn', [Buffer.from('a')]);
    const slices = [{ description: 'cn', start: 0, end: bytes.length }];
    const value = encodeSearchResultEntry({
      dn: Buffer.from('cn=a'),
      bytes,
      slices,
      computed: [],
      large: undefined,
    });
    expect(value.toString('hex')).to.equal('64130404636e3d61300b30090402636e3103040161');
  });

  it('change passwords', () => {
    const request = {
      identity: undefined,
      oldPassword: Buffer.from('a'),
      newPassword: Buffer.from([0, 255]),
    };
    expect(decodePasswordModify(encodePasswordModify(request))).to.deep.equal(request);
    expect(decodePasswordModify(undefined).newPassword).to.equal(undefined);
    expect(() => decodePasswordModify(Buffer.from('30038301ff', 'hex'))).to.throw(LdapError);
    expect(encodeGeneratedPassword(Buffer.from('x')).toString('hex')).to.equal('3003800178');
  });

  it('cancel', () => {
    expect(decodeCancel(encodeCancel(70_000))).to.equal(70_000);
    expect(() => decodeCancel(undefined)).to.throw(LdapError);
  });
});
