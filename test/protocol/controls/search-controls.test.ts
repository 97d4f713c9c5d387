import { expect } from 'chai';
import fc from 'fast-check';
import { LdapError } from '../../../src/model/result.js';
import {
  decodeValuesReturnFilter,
  encodeValuesReturnFilter,
  type SimpleFilter,
} from '../../../src/protocol/controls/matched-values.js';
import {
  decodePagedResults,
  encodePagedResults,
} from '../../../src/protocol/controls/paged-results.js';
import {
  decodeSortKeys,
  decodeSortResult,
  encodeSortKeys,
  encodeSortResult,
  type SortResultCode,
} from '../../../src/protocol/controls/server-side-sorting.js';
import { decodeSubentries, encodeSubentries } from '../../../src/protocol/controls/subentries.js';
import {
  decodeListViewResult,
  decodeVirtualListView,
  encodeListViewResult,
  encodeVirtualListView,
  ListViewCode,
  type ListViewCodeName,
} from '../../../src/protocol/controls/virtual-list-view.js';
import { hex } from '../../server/raw-client.js';
import { attributeName, filter, octets } from '../arbitraries.js';

const count = fc.nat(0x7fffffff);
const codes: readonly SortResultCode[] = [
  'success',
  'timeLimitExceeded',
  'adminLimitExceeded',
  'noSuchAttribute',
  'inappropriateMatching',
  'unwillingToPerform',
];

const sortKeys = fc.array(
  fc.record({
    attribute: attributeName,
    rule: fc.option(attributeName, { nil: undefined }),
    reverse: fc.boolean(),
  }),
  { minLength: 1, maxLength: 10 },
);
const sortResult = fc.record({
  code: fc.constantFrom(...codes),
  attribute: fc.option(attributeName, { nil: undefined }),
});
const target = fc.oneof(
  fc.record({ kind: fc.constant('offset' as const), offset: count, contentCount: count }),
  fc.record({ kind: fc.constant('value' as const), value: octets }),
);
const contextId = fc.option(octets, { nil: undefined });
const listView = fc.record({ before: count, after: count, target, contextId });
const listViewResult = fc.record({
  targetPosition: count,
  contentCount: count,
  code: fc.constantFrom(...(Object.keys(ListViewCode) as ListViewCodeName[])),
  contextId,
});
const simple = filter.filter(
  (each): each is SimpleFilter =>
    !['and', 'or', 'not'].includes(each.kind) && !(each.kind === 'extensible' && each.dnAttributes),
);

interface Codec<T> {
  readonly values: fc.Arbitrary<T>;
  readonly encode: (value: T) => Buffer;
  readonly decode: (value: Buffer | undefined) => T;
}

function codecTests<T>(title: string, { values, encode, decode }: Codec<T>): void {
  describe(title, () => {
    it('reads what it writes', () => {
      fc.assert(
        fc.property(values, (value) => {
          expect(decode(encode(value))).to.deep.equal(value);
        }),
      );
    });

    it('answers protocolError to every other value, and never anything else', () => {
      const noise = fc.uint8Array({ maxLength: 40 }).map((bytes) => Buffer.from(bytes));
      const mutated = fc.tuple(values, fc.nat(), fc.nat(255)).map(([value, at, octet]) => {
        const bytes = encode(value);
        bytes[at % bytes.length] = octet;
        return bytes;
      });
      fc.assert(
        fc.property(fc.oneof(noise, mutated), (bytes) => {
          try {
            decode(bytes);
          } catch (error) {
            if (!(error instanceof LdapError) || error.code !== 'protocolError') throw error;
          }
        }),
      );
    });

    it('takes no prefix of a value for a value, nor a value with more behind it', () => {
      fc.assert(
        fc.property(values, (value) => {
          const bytes = encode(value);
          for (let end = 0; end < bytes.length; end += 1) {
            expect(() => decode(bytes.subarray(0, end))).to.throw(LdapError);
          }
          expect(() => decode(Buffer.concat([bytes, Buffer.from([5, 0])]))).to.throw(LdapError);
          expect(() => decode(undefined)).to.throw(LdapError);
        }),
        { numRuns: 30 },
      );
    });
  });
}

describe('protocol/controls of searches', () => {
  codecTests('sort keys (RFC 2891 §1.1)', {
    values: sortKeys,
    encode: encodeSortKeys,
    decode: decodeSortKeys,
  });
  codecTests('sort results (RFC 2891 §1.2)', {
    values: sortResult,
    encode: encodeSortResult,
    decode: decodeSortResult,
  });
  codecTests('virtual list views (draft-09 §6.1)', {
    values: listView,
    encode: encodeVirtualListView,
    decode: decodeVirtualListView,
  });
  codecTests('results of virtual list views (draft-09 §6.2)', {
    values: listViewResult,
    encode: encodeListViewResult,
    decode: decodeListViewResult,
  });
  codecTests('values return filters (RFC 3876 §2)', {
    values: fc.array(simple, { maxLength: 5 }),
    encode: encodeValuesReturnFilter,
    decode: decodeValuesReturnFilter,
  });
  codecTests('subentries (RFC 3672 §3)', {
    values: fc.boolean(),
    encode: encodeSubentries,
    decode: decodeSubentries,
  });
  codecTests('paged results (RFC 2696 §2)', {
    values: fc.record({ size: count, cookie: octets }),
    encode: encodePagedResults,
    decode: decodePagedResults,
  });

  const written: readonly (readonly [title: string, bytes: Buffer, expected: string])[] = [
    [
      'sort by sn in reverse, then by cn with a rule',
      encodeSortKeys([
        { attribute: 'sn', rule: undefined, reverse: true },
        { attribute: 'cn', rule: '2.5.13.3', reverse: false },
      ]),
      '3019 3007 0402736e 8101ff 300e 0402636e 8008322e352e31332e33',
    ],
    [
      'not sorted for an unknown attribute',
      encodeSortResult({ code: 'noSuchAttribute', attribute: 'xy' }),
      '3007 0a0110 80027879',
    ],
    [
      'two before and three after the fourth of a hundred',
      encodeVirtualListView({
        before: 2,
        after: 3,
        target: { kind: 'offset', offset: 4, contentCount: 100 },
        contextId: undefined,
      }),
      '300e 020102 020103 a006 020104 020164',
    ],
    [
      'from M on',
      encodeVirtualListView({
        before: 0,
        after: 9,
        target: { kind: 'value', value: Buffer.from('M') },
        contextId: Buffer.from('c'),
      }),
      '300c 020100 020109 81014d 040163',
    ],
  ];
  for (const [title, bytes, expected] of written) {
    it(`writes as the ASN.1 has it: ${title}`, () => {
      expect(bytes.toString('hex')).to.equal(expected.replaceAll(' ', ''));
    });
  }

  const refused: readonly (readonly [string, (value: Buffer) => unknown, string])[] = [
    ['no sort key', decodeSortKeys, '3000'],
    ['a sort key without attribute', decodeSortKeys, '3005 3003 8101ff'],
    ['a negative count before', decodeVirtualListView, '300d 0201ff 020100 a006 020101 020100'],
    ['a count beyond maxInt', decodeVirtualListView, '300d 02050100000000 020100 8101 4d'],
    ['no target', decodeVirtualListView, '3006 020100 020100'],
    ['a connective among the items', decodeValuesReturnFilter, '3006 a004 8702636e'],
    ['a negation among the items', decodeValuesReturnFilter, '3006 a204 8702636e'],
    ['attributes of the name', decodeValuesReturnFilter, '300c a90a 8202636e 830161 8401ff'],
    ['TRUE in another encoding', decodeSubentries, '010101'],
    ['an integer', decodeSubentries, '0201ff'],
  ];
  for (const [title, decode, bytes] of refused) {
    it(`refuses ${title}`, () => {
      expect(() => decode(hex(bytes)))
        .to.throw(LdapError)
        .with.property('code', 'protocolError');
    });
  }

  it('bounds the items of a values return filter', () => {
    const items = Array.from({ length: 101 }, (): SimpleFilter => ({
      kind: 'present',
      attribute: 'cn',
    }));
    expect(() => decodeValuesReturnFilter(encodeValuesReturnFilter(items))).to.throw(LdapError);
    expect(decodeValuesReturnFilter(encodeValuesReturnFilter(items.slice(1)))).to.have.length(100);
  });
});
