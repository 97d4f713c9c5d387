import { expect } from 'chai';
import fc from 'fast-check';
import { type Filter } from '../../src/model/filter.js';
import { formatFilter, parseFilter } from '../../src/model/filter-text.js';
import { LdapError } from '../../src/model/result.js';
import { filter } from '../protocol/arbitraries.js';

const bytes = (text: string): Buffer => Buffer.from(text);

describe('a filter as text', () => {
  it('is read back as it was written', () => {
    fc.assert(
      fc.property(filter, (each) => {
        expect(parseFilter(formatFilter(each))).to.deep.equal(each);
      }),
      { numRuns: 1000 },
    );
  });

  it('is a filter or an LdapError, whatever the text', () => {
    const noise = fc.string({ unit: fc.constantFrom(...Array.from('()&|!=*<>~:\\;a1 é\0dn')) });
    fc.assert(
      fc.property(noise, (text) => {
        try {
          parseFilter(text);
        } catch (error) {
          expect(error).to.be.instanceOf(LdapError);
        }
      }),
      { numRuns: 5000 },
    );
  });

  // The examples of RFC 4515 §4 and RFC 4526, and the liberties of ldapsearch.
  const read: Record<string, Filter> = {
    '(cn=Babs Jensen)': { kind: 'equality', attribute: 'cn', value: bytes('Babs Jensen') },
    '(!(cn=Tim Howes))': {
      kind: 'not',
      filter: { kind: 'equality', attribute: 'cn', value: bytes('Tim Howes') },
    },
    '(o=univ*of*mich*)': {
      kind: 'substrings',
      attribute: 'o',
      initial: bytes('univ'),
      any: [bytes('of'), bytes('mich')],
      final: undefined,
    },
    '(seeAlso=)': { kind: 'equality', attribute: 'seeAlso', value: bytes('') },
    '(cn:caseExactMatch:=Fred Flintstone)': {
      kind: 'extensible',
      rule: 'caseExactMatch',
      attribute: 'cn',
      value: bytes('Fred Flintstone'),
      dnAttributes: false,
    },
    '(sn:fr.sub:=*goff*)': {
      kind: 'extensible',
      rule: 'fr.sub',
      attribute: 'sn',
      value: bytes('*goff*'),
      dnAttributes: false,
    },
    '(o:dn:=Ace Industry)': {
      kind: 'extensible',
      rule: undefined,
      attribute: 'o',
      value: bytes('Ace Industry'),
      dnAttributes: true,
    },
    '(:DN:2.4.6.8.10:=Dino)': {
      kind: 'extensible',
      rule: '2.4.6.8.10',
      attribute: undefined,
      value: bytes('Dino'),
      dnAttributes: true,
    },
    '(cn=*\\2A*)': {
      kind: 'substrings',
      attribute: 'cn',
      initial: undefined,
      any: [bytes('*')],
      final: undefined,
    },
    '(bin=\\00\\00\\00\\04)': {
      kind: 'equality',
      attribute: 'bin',
      value: Buffer.from([0, 0, 0, 4]),
    },
    '(sn=Lu\\c4\\8di\\c4\\87)': { kind: 'equality', attribute: 'sn', value: bytes('Lučić') },
    '(1.3.6.1.4.1.1466.0=\\04\\02\\48\\69)': {
      kind: 'equality',
      attribute: '1.3.6.1.4.1.1466.0',
      value: Buffer.from([4, 2, 0x48, 0x69]),
    },
    '(sn=Le Goff=x)': { kind: 'equality', attribute: 'sn', value: bytes('Le Goff=x') },
    '(cn;lang-fr=*)': { kind: 'present', attribute: 'cn;lang-fr' },
    '(&)': { kind: 'and', filters: [] },
    '(|)': { kind: 'or', filters: [] },
    '(& (a>=1) (b<=2)(c~=3) )': {
      kind: 'and',
      filters: [
        { kind: 'greaterOrEqual', attribute: 'a', value: bytes('1') },
        { kind: 'lessOrEqual', attribute: 'b', value: bytes('2') },
        { kind: 'approximate', attribute: 'c', value: bytes('3') },
      ],
    },
    'uid=anne': { kind: 'equality', attribute: 'uid', value: bytes('anne') },
  };
  for (const [text, expected] of Object.entries(read)) {
    it(`${text} is read`, () => {
      expect(parseFilter(text)).to.deep.equal(expected);
    });
  }

  const refused = [
    '',
    '(',
    '()',
    '(cn)',
    '(=x)',
    '(cn=a',
    '(cn=a))',
    '(cn=a)(cn=b)',
    '(!(a=1)(b=2))',
    '(cn=a**b)',
    '(cn=\\2)',
    '(cn=\\zz)',
    '(:=x)',
    '(:dn:=x)',
    '(c n=x)',
    '(é=x)',
    `${'(!'.repeat(200)}(a=b)${')'.repeat(200)}`,
  ];
  for (const text of refused) {
    it(`“${text.slice(0, 20)}” is refused`, () => {
      expect(() => parseFilter(text)).to.throw(LdapError);
    });
  }
});
