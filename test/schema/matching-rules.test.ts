import { expect } from 'chai';
import fc from 'fast-check';
import { shipped } from './shipped.js';

function key(rule: string, value: string): string | undefined {
  const found = shipped.matchingRule(rule);
  if (found === undefined) throw new Error(`no rule ${rule}`);
  return found.prepareValue(Buffer.from(value))?.toString('hex');
}

/** Values that are one value by the rule. */
const equal: Record<string, [string, string][]> = {
  caseIgnoreMatch: [
    ['  JEAN   pierre', 'Jean Pierre'],
    ['Jean\u00a0Pierre', 'jean pierre'],
    ['Jean\tPierre\n', 'jean pierre'],
    ['an\u00adnu\u200bai\u200dre\ufeff', 'annuaire'],
    ['He\u0301le\u0300ne', 'HÉLÈNE'],
    ['Ｊｅａｎ', 'jean'],
    ['Straße', 'STRASSE'],
    [' ', ''],
  ],
  caseExactMatch: [['Jean  Pierre ', 'Jean Pierre']],
  caseIgnoreIA5Match: [['P@EXAMPLE.org ', 'p@example.org']],
  caseExactIA5Match: [['/bin/sh ', '/bin/sh']],
  numericStringMatch: [
    ['12 34', ' 1234 '],
    ['  ', ''],
  ],
  telephoneNumberMatch: [
    ['+33 2 99-12-34-56', '+33299123456'],
    ['02\u058a99\u2010\u2011\u2212\ufe63\uff0d1', '02991'],
    ['x12', 'X 12'],
  ],
  integerMatch: [
    ['42', '42'],
    ['-7', '-7'],
  ],
  booleanMatch: [['TRUE', 'TRUE']],
  bitStringMatch: [["'0101'B", "'0101'B"]],
  generalizedTimeMatch: [
    ['20200101120000Z', '20200101130000+0100'],
    ['20200101120000Z', '2020010112Z'],
    ['20200101120000Z', '202001011200Z'],
    ['20200101123000Z', '2020010112.5Z'],
    ['20200101120030Z', '202001011200,5Z'],
    ['20200101120000.500Z', '20200101120000.5Z'],
    ['20191231233000Z', '202001010000+0030'],
    ['20200101050000Z', '2020010100-05'],
    ['20161231235960Z', '20170101000000Z'],
  ],
  octetStringMatch: [['a', 'a']],
  distinguishedNameMatch: [
    ['UID=P1, OU=people,dc=x', 'uid=p1,ou=People,DC=X'],
    ['uid=\\70\\31,ou=people,dc=x', 'uid=p1,ou=people,dc=x'],
    ['0.9.2342.19200300.100.1.1=p1,2.5.4.11=people,dc=x', 'uid=p1,ou=people,dc=x'],
    ['cn=a+sn=b,dc=x', 'SN=B+CN=A,dc=x'],
    ['cn=a\\,b', 'cn="a,b"'],
    ['cn=#04024869', 'cn=hi'],
    ['surname=x', 'sn=x'],
  ],
  uniqueMemberMatch: [
    ["uid=P1,dc=x#'0101'B", "UID=p1, DC=X#'0101'B"],
    ['uid=p1,dc=x', 'uid=P1,dc=x'],
  ],
  objectIdentifierMatch: [
    ['person', '2.5.6.6'],
    ['PERSON', 'person'],
    ['2.5.4.3', 'commonName'],
  ],
  caseIgnoreListMatch: [['7 RUE  x$35000 RENNES', '7 rue X $ 35000 Rennes']],
  UUIDMatch: [['597AE2F6-16A6-1027-98F4-D28B5365DC14', '597ae2f6-16a6-1027-98f4-d28b5365dc14']],
  CSNMatch: [
    ['20200101000000.000000Z#00000A#000#000000', '20200101000000.000000Z#00000a#000#000000'],
  ],
  'caseIgnoreMatch-fr': [
    ['Hélène', 'HELENE'],
    ["L'HÉNORET", 'lhenoret'],
  ],
};

const different: Record<string, [string, string][]> = {
  caseIgnoreMatch: [
    ['Hélène', 'Helene'],
    ['LE GOFF', 'LEGOFF'],
    ['a', 'a.'],
  ],
  caseExactMatch: [['Jean', 'jean']],
  caseExactIA5Match: [['/bin/sh', '/BIN/sh']],
  numericStringMatch: [['12', '21']],
  telephoneNumberMatch: [['12', '12/']],
  integerMatch: [
    ['1', '10'],
    ['1', '-1'],
  ],
  generalizedTimeMatch: [['20200101120000Z', '20200101120000+0100']],
  octetStringMatch: [
    ['a', 'A'],
    ['a', 'a '],
  ],
  distinguishedNameMatch: [
    ['cn=a+sn=b', 'cn=a,sn=b'],
    ['cn=ab', 'cn=a b'],
  ],
  uniqueMemberMatch: [
    ["cn=a#'0'B", "cn=a#'1'B"],
    ["cn=a#'0'B", 'cn=a'],
  ],
  caseIgnoreListMatch: [
    ['a$b', 'a b'],
    ['a\\24b', 'a$b'],
  ],
  'caseIgnoreMatch-fr': [['LE GOFF', 'LE GUFF']],
};

/** Values or assertions that make an item Undefined. */
const unprepared: Record<string, string[]> = {
  caseIgnoreIA5Match: ['é'],
  integerMatch: ['007', '-0', '+1', '', '1.0', 'x'],
  booleanMatch: ['true', '1', ''],
  generalizedTimeMatch: ['xx', '20200101', '20200230120000Z', '2020010112', '20200101250000Z'],
  distinguishedNameMatch: ['foo', 'nope=x', 'cn=', 'cn=a,'],
  objectIdentifierMatch: ['noSuchClass', ''],
  UUIDMatch: ['597ae2f6', ''],
  CSNMatch: ['x'],
  bitStringMatch: ['0101', "'2'B"],
};

describe('matching rules (RFC 4517 §4.2)', () => {
  for (const [rule, rows] of Object.entries(equal)) {
    it(`${rule} takes these values for one`, () => {
      for (const [a, b] of rows) {
        expect(key(rule, a), `${a} = ${b}`).to.be.a('string').and.equal(key(rule, b));
      }
    });
  }

  for (const [rule, rows] of Object.entries(different)) {
    it(`${rule} tells these values apart`, () => {
      for (const [a, b] of rows) expect(key(rule, a), `${a} ≠ ${b}`).not.to.equal(key(rule, b));
    });
  }

  for (const [rule, values] of Object.entries(unprepared)) {
    it(`${rule} has no key for what is not of its syntax`, () => {
      for (const value of values) expect(key(rule, value), value).to.equal(undefined);
    });
  }

  it('has no empty key but for the empty octet string and the root', () => {
    for (const rule of ['caseIgnoreMatch', 'caseIgnoreIA5Match', 'telephoneNumberMatch']) {
      for (const value of ['', ' ', '\t']) expect(key(rule, value)).to.match(/^20/);
    }
    expect(key('caseIgnoreMatch-fr', '-')).to.equal('20');
  });

  it('is reflexive under changes of case and space that the rule ignores', () => {
    const word = fc
      .stringMatching(/^[A-Za-zÀ-ÿ0-9'.-]{1,8}$/)
      .filter((text) => !text.includes('ß'));
    fc.assert(
      fc.property(fc.array(word, { minLength: 1, maxLength: 5 }), fc.nat(3), (words, extra) => {
        const gap = ' '.repeat(extra + 1);
        const mutated = `${gap}${words.join(gap).toUpperCase()}${gap}`;
        expect(key('caseIgnoreMatch', mutated)).to.equal(key('caseIgnoreMatch', words.join(' ')));
      }),
    );
  });

  it('prepares ASCII as the general path prepares it', () => {
    const rule = shipped.matchingRule('caseIgnoreMatch');
    fc.assert(
      fc.property(fc.string({ unit: 'binary-ascii' }), (text) => {
        // One letter beyond ASCII sends the whole value along the general path.
        const general = rule?.prepareValue(Buffer.from(`${text}ñ`))?.toString('latin1');
        const fast = rule?.prepareValue(Buffer.from(`${text}n`))?.toString('latin1');
        expect(general).to.equal(fast?.replace(/n $/, 'Ã± '));
      }),
    );
  });

  it('orders integers as numbers, by their keys', () => {
    const rule = shipped.matchingRule('integerOrderingMatch');
    const keyOf = (value: bigint): Buffer =>
      rule?.prepareValue(Buffer.from(value.toString())) ?? Buffer.of();
    fc.assert(
      fc.property(fc.bigInt(), fc.bigInt(), (a, b) => {
        expect(Math.sign(Buffer.compare(keyOf(a), keyOf(b)))).to.equal(a < b ? -1 : a > b ? 1 : 0);
      }),
    );
  });

  it('orders times as instants, by their keys', () => {
    const ascending = [
      '00000101000000Z',
      '20191231235959.999Z',
      '202001010000+0000',
      '20200101000000.5Z',
      '20200101000000.51Z',
      '20200101000001Z',
      '20200101000000-0100',
    ];
    const keys = ascending.map((time) => key('generalizedTimeOrderingMatch', time) ?? '');
    expect(keys).to.deep.equal([...keys].sort());
    expect(new Set(keys).size).to.equal(ascending.length);
  });

  it('finds definitions by their first component, by name or OID', () => {
    const rule = shipped.matchingRule('objectIdentifierFirstComponentMatch');
    const value = rule?.prepareValue(Buffer.from("( 2.5.4.3 NAME 'cn' SUP name )"));
    for (const assertion of ['2.5.4.3', 'cn', 'CommonName']) {
      expect(rule?.prepareAssertion(Buffer.from(assertion))).to.deep.equal(value);
    }
    expect(rule?.prepareAssertion(Buffer.from('nope'))).to.equal(undefined);
    const integer = shipped.matchingRule('integerFirstComponentMatch');
    const rulesText = Buffer.from("( 5 NAME 'x' FORM y )");
    expect(integer?.prepareValue(rulesText)).to.deep.equal(
      integer?.prepareAssertion(Buffer.from('5')),
    );
    const first = shipped.matchingRule('directoryStringFirstComponentMatch');
    expect(first?.prepareValue(Buffer.from("( 'Le  mot' 12 )"))).to.deep.equal(
      first?.prepareAssertion(Buffer.from('le mot')),
    );
  });

  it('matches substrings of a postal address within a line only', () => {
    const rule = shipped.matchingRule('caseIgnoreListSubstringsMatch');
    const value = rule?.prepareValue(Buffer.from('7 rue du Port$35000 Rennes\\24')) ?? Buffer.of();
    const found = (part: string): boolean =>
      value.includes(rule?.preparePart(Buffer.from(part), 'any') ?? '?');
    expect(found('du PORT')).to.equal(true);
    expect(found('rennes\\24')).to.equal(true);
    expect(found('port 35000')).to.equal(false);
  });
});
