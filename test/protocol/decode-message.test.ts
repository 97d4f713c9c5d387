import { expect } from 'chai';
import fc from 'fast-check';
import { type Filter } from '../../src/model/filter.js';
import { type RequestMessage } from '../../src/model/request.js';
import { decodeLimits } from '../../src/protocol/decode-limits.js';
import { decodeMessage } from '../../src/protocol/decode-message.js';
import { ProtocolError, type RefusedRequest } from '../../src/protocol/protocol-error.js';
import { encoded, message } from './arbitraries.js';

const hex = (text: string): Buffer => Buffer.from(text.replaceAll(' ', ''), 'hex');

/** A definite-length element. */
function element(tag: number, ...contents: readonly Buffer[]): Buffer {
  const body = Buffer.concat(contents);
  const length = Buffer.alloc(5);
  length[0] = 0x84;
  length.writeUInt32BE(body.length, 1);
  return Buffer.concat([Buffer.from([tag]), length, body]);
}

const text = (value: string, tag = 0x04): Buffer => element(tag, Buffer.from(value));
const int = (value: number, tag = 0x02): Buffer => element(tag, Buffer.from([value]));
const messageOf = (...op: readonly Buffer[]): Buffer => element(0x30, int(1), ...op);

function searchOf(
  filter: Buffer,
  parts: { scope?: number; deref?: number; size?: number; time?: number } = {},
): Buffer {
  return messageOf(
    element(
      0x63,
      text('dc=test'),
      int(parts.scope ?? 2, 0x0a),
      int(parts.deref ?? 0, 0x0a),
      int(parts.size ?? 0),
      int(parts.time ?? 0),
      element(0x01, Buffer.from([0])),
      filter,
      element(0x30),
    ),
  );
}

const present = text('objectClass', 0x87);
const substrings = (...parts: readonly Buffer[]): Buffer =>
  searchOf(element(0xa4, text('cn'), element(0x30, ...parts)));

function faultOf(pdu: Buffer): ProtocolError {
  try {
    decodeMessage(pdu);
  } catch (error) {
    if (error instanceof ProtocolError) return error;
    throw error;
  }
  throw new Error('it decodes');
}

const filterOf = (pdu: Buffer): Filter => {
  const { request } = decodeMessage(pdu);
  if (request.kind !== 'search') throw new Error('a search is expected');
  return request.filter;
};

describe('decoding a request', () => {
  it('gives back what was encoded', () => {
    fc.assert(
      fc.property(message, (each) => {
        expect(decodeMessage(encoded(each))).to.deep.equal(each);
      }),
      { numRuns: 1000 },
    );
  });

  it('refuses every message cut short, and throws nothing but ProtocolError', () => {
    fc.assert(
      fc.property(message, fc.nat(), (each, at) => {
        const bytes = encoded(each);
        expect(() => decodeMessage(bytes.subarray(0, at % bytes.length))).to.throw(ProtocolError);
      }),
      { numRuns: 1000 },
    );
  });

  it('makes of a mutated message a message or a ProtocolError, never another throw', () => {
    const mutation = fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 3 });
    fc.assert(
      fc.property(message, mutation, (each, changes) => {
        const bytes = encoded(each);
        for (const [at, octet] of changes) bytes[at % bytes.length] = octet;
        try {
          decodeMessage(bytes);
        } catch (error) {
          expect(error).to.be.instanceOf(ProtocolError);
        }
      }),
      { numRuns: 5000 },
    );
  });

  it('passes over what later standards may add at the end of a sequence (RFC 4511 §4)', () => {
    const extra = text('later', 0x9e);
    const op = element(0x6e, text('cn=a'), element(0x30, text('cn'), text('a'), extra), extra);
    const control = element(0x30, text('1.2.3'), extra);
    const decoded: RequestMessage = decodeMessage(messageOf(op, element(0xa0, control), extra));
    expect(decoded.request).to.deep.equal({
      kind: 'compare',
      dn: 'cn=a',
      attribute: 'cn',
      value: Buffer.from('a'),
    });
    expect(decoded.controls).to.deep.equal([{ oid: '1.2.3', critical: false, value: undefined }]);
  });

  it('takes any octet but zero for true', () => {
    const control = element(0x30, text('1.2'), element(0x01, Buffer.from([1])));
    const { controls } = decodeMessage(messageOf(element(0x4a), element(0xa0, control)));
    expect(controls[0]?.critical).to.equal(true);
  });

  it('does not copy values', () => {
    const pdu = searchOf(element(0xa3, text('uid'), text('anne')));
    const filter = filterOf(pdu);
    if (filter.kind !== 'equality') throw new Error('an equality is expected');
    expect(filter.value.buffer).to.equal(pdu.buffer);
  });

  it('makes an unknown kind of filter one that is Undefined', () => {
    expect(filterOf(searchOf(text('?', 0x8e)))).to.include({ kind: 'extensible', rule: '' });
  });

  const nested = (depth: number): Buffer => {
    let filter = present;
    for (let left = depth; left > 0; left -= 1) filter = element(0xa2, filter);
    return filter;
  };

  it('takes filters nested to the limit', () => {
    expect(filterOf(searchOf(nested(decodeLimits.filterDepthMax - 1))).kind).to.equal('not');
  });

  const many = (count: number, one: Buffer): Buffer[] => Array.from({ length: count }, () => one);
  const search: RefusedRequest = { id: 1, kind: 'search', code: 'protocolError' };
  const tooMuch: RefusedRequest = { ...search, code: 'adminLimitExceeded' };
  const modify: RefusedRequest = { id: 1, kind: 'modify', code: 'protocolError' };
  const change = (op: number, ...values: readonly Buffer[]): Buffer =>
    messageOf(
      element(
        0x66,
        text('cn=a'),
        element(
          0x30,
          element(0x30, int(op, 0x0a), element(0x30, text('cn'), element(0x31, ...values))),
        ),
      ),
    );
  const badUtf8 = element(0x04, hex('c328'));

  const refused: Record<string, [Buffer, RefusedRequest]> = {
    'scope 9': [searchOf(present, { scope: 9 }), search],
    'scope 3': [searchOf(present, { scope: 3 }), search],
    'deref 9': [searchOf(present, { deref: 9 }), search],
    'a negative size limit': [searchOf(present, { size: 0xff }), search],
    'a negative time limit': [searchOf(present, { time: 0x80 }), search],
    'filters nested deeper': [searchOf(nested(decodeLimits.filterDepthMax)), tooMuch],
    'filters nested 20,000 deep': [searchOf(nested(20_000)), tooMuch],
    'too many terms': [searchOf(element(0xa1, ...many(5000, present))), tooMuch],
    'a filter of more octets than are prepared': [
      searchOf(element(0xa3, text('cn'), element(0x04, Buffer.alloc(256 * 1024, 'a')))),
      tooMuch,
    ],
    'a value too large to compare': [
      messageOf(
        element(
          0x6e,
          text('cn=a'),
          element(0x30, text('cn'), element(0x04, Buffer.alloc(256 * 1024 + 1, 'a'))),
        ),
      ),
      { id: 1, kind: 'compare', code: 'adminLimitExceeded' },
    ],
    'two filters in a not': [searchOf(element(0xa2, present, present)), search],
    'substrings without a part': [substrings(), search],
    'an empty substring': [substrings(text('', 0x80)), search],
    'an initial part after another': [substrings(text('a', 0x81), text('b', 0x80)), search],
    'a part after the final one': [substrings(text('a', 0x82), text('b', 0x81)), search],
    'two final parts': [substrings(text('a', 0x82), text('b', 0x82)), search],
    'an unknown part': [substrings(text('a', 0x83)), search],
    'an extensible match with neither rule nor attribute': [
      searchOf(element(0xa9, text('x', 0x83))),
      search,
    ],
    'modify operation 9': [change(9, text('a')), modify],
    'an addition of nothing': [change(0), modify],
    'an increment by two values': [change(3, text('1'), text('2')), modify],
    'an add without attributes': [
      messageOf(element(0x68, text('cn=a'), element(0x30))),
      { id: 1, kind: 'add', code: 'protocolError' },
    ],
    'an add of an attribute without values': [
      messageOf(
        element(0x68, text('cn=a'), element(0x30, element(0x30, text('cn'), element(0x31)))),
      ),
      { id: 1, kind: 'add', code: 'protocolError' },
    ],
    '3,000 controls': [
      messageOf(element(0x4a), element(0xa0, ...many(3000, element(0x30, text('1.2.3'))))),
      { id: 1, kind: 'delete', code: 'adminLimitExceeded' },
    ],
    'a name that is not UTF-8': [
      messageOf(element(0x4a, hex('c328'))),
      { id: 1, kind: 'delete', code: 'invalidDNSyntax' },
    ],
    'an attribute that is not UTF-8': [searchOf(element(0xa3, badUtf8, text('x'))), search],
    'an unknown authentication choice': [
      messageOf(element(0x60, int(3), text(''), text('x', 0x84))),
      { id: 1, kind: 'bind', code: 'authMethodNotSupported' },
    ],
  };
  for (const [name, [pdu, expected]] of Object.entries(refused)) {
    it(`refuses ${name}, and says whom to answer`, () => {
      expect(faultOf(pdu).refused).to.deep.equal(expected);
    });
  }

  const fatal: Record<string, Buffer> = {
    'another tag than SEQUENCE': hex('3105 020101 4200'),
    'messageID 0': hex('3005 020100 4200'),
    'messageID 2^31': hex('3009 02050080000000 4200'),
    'an empty messageID': hex('3004 0200 4200'),
    'no operation': hex('3003 020101'),
    'an unknown operation': hex('3005 020101 5f00'),
    'a response': messageOf(element(0x65, int(0, 0x0a), text(''), text(''))),
    'an indefinite length': hex('3007 020101 6080 0000'),
    'an element longer than its parent': hex(
      '301f020101631a04000a01000a01000201000201000101008702636e3003047f61',
    ),
    'a control cut short': hex('300e0201014a0464633d78a003308201'),
    'a constructed name': messageOf(element(0x6a, text('cn=a'))),
    'a constructed value': searchOf(element(0xa3, text('cn'), element(0x24, text('a')))),
    'a constructed simple password': messageOf(element(0x60, int(3), text(''), element(0xa0))),
    'a boolean of two octets': messageOf(
      element(0x4a),
      element(0xa0, element(0x30, text('1.2'), element(0x01, hex('0101')))),
    ),
    'a universal tag where a filter is expected': searchOf(text('x')),
  };
  for (const [name, pdu] of Object.entries(fatal)) {
    it(`cannot go on after ${name}`, () => {
      expect(faultOf(pdu).refused).to.equal(undefined);
    });
  }

  it('takes what made another server hang: a bind name ending in “#00 ”', () => {
    const pdu = hex('3013020101600e0201030406613d23303020800178');
    expect(decodeMessage(pdu).request).to.include({ kind: 'bind', dn: 'a=#00 ' });
  });
});
