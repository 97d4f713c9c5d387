import { expect } from 'chai';
import { syntaxes } from '../../src/schema/syntaxes.js';

const rows: Record<string, { accepts: string[]; refuses: string[] }> = {
  'Directory String': { accepts: ['a', 'é', ' '], refuses: [''] },
  'IA5 String': { accepts: ['', 'a@b', '\0'], refuses: ['é'] },
  'Printable String': { accepts: ['a b', "x'()+,-./:=?"], refuses: ['', 'a@b', 'é', 'a*'] },
  'Country String': { accepts: ['FR', 'fr'], refuses: ['F', 'FRA', 'é'] },
  'Telephone Number': { accepts: ['+33 2 99 12 34 56', '15'], refuses: ['', '12_3'] },
  'Numeric String': { accepts: ['12 3', ' '], refuses: ['', '12a', '-1'] },
  INTEGER: { accepts: ['0', '-1', '12345678901234567890'], refuses: ['', '00', '-0', '01', '+1'] },
  Boolean: { accepts: ['TRUE', 'FALSE'], refuses: ['true', 'VRAI', ''] },
  'Bit String': { accepts: ["''B", "'01'B"], refuses: ['01', "'01'"] },
  'Generalized Time': {
    accepts: [
      '20200229235959Z',
      '2020022923Z',
      '202002292359+0100',
      '20200101000000.123-02',
      '20161231235960Z',
      '2020010112,5Z',
    ],
    refuses: [
      '20190229000000Z',
      '20201301000000Z',
      '20200100000000Z',
      '20200101240000Z',
      '20200101',
      '20200101000000',
      '20200101000000+2400',
      '20200101000000.Z',
      '21000229000000Z',
      ' 2020010100Z',
    ],
  },
  'UTC Time': {
    accepts: ['2001010000Z', '200101000000+0100'],
    refuses: ['20010100', '2013010000Z'],
  },
  DN: { accepts: ['', 'cn=a', 'cn=a+sn=b,dc=x', 'cn=\\,'], refuses: ['foo', 'cn=a,', 'cn=a\\'] },
  'Name And Optional UID': { accepts: ['cn=a', "cn=a#'01'B"], refuses: ['foo', "foo#'01'B"] },
  OID: { accepts: ['cn', '2.5.4.3', '1.1'], refuses: ['', '1', '2..3', '01.2', 'a_b', '1.2.'] },
  'Postal Address': { accepts: ['a$b', 'a\\24b', '\\5Cx'], refuses: ['', 'a\\b'] },
  'Delivery Method': { accepts: ['mhs', 'mhs $ telephone'], refuses: ['', 'pigeon', 'mhs $'] },
  'Facsimile Telephone Number': {
    accepts: ['+33 2', '+33 2$fineResolution$a3Width'],
    refuses: ['', '+33$rapide'],
  },
  'Telex Number': { accepts: ['1$FR$abc'], refuses: ['1', '1$FR'] },
  'Teletex Terminal Identifier': { accepts: ['x', 'x$graphic:a'], refuses: ['', 'x$y:a'] },
  'Other Mailbox': { accepts: ['internet$a@b'], refuses: ['internet', '$a'] },
  UUID: {
    accepts: ['597ae2f6-16a6-1027-98f4-d28b5365dc14'],
    refuses: ['597ae2f616a6102798f4d28b5365dc14', '597ae2f6-16a6-1027-98f4-d28b5365dc1'],
  },
  CSN: { accepts: ['20200101000000.000000Z#000000#000#000000'], refuses: ['20200101000000Z'] },
  'Substring Assertion': {
    accepts: ['*', 'a*', '*a*', 'a*b', 'a\\2a\\5Cb*'],
    refuses: ['', 'a', 'a**b', 'a\\b*'],
  },
  'Subtree Specification': {
    accepts: [
      '{}',
      '{ }',
      '{ base "ou=personnes" }',
      '{base "cn=a \\""b\\"""}',
      '{ minimum 1, maximum 3 }',
      '{ base "ou=a,ou=b", specificExclusions { chopBefore:"ou=c", chopAfter:"" }, maximum 0 }',
      '{ specificExclusions {}, specificationFilter item:person }',
      '{ specificationFilter and:{ item:2.5.6.6, not:or:{ item:person, item:2.5.6.7 } } }',
    ],
    refuses: [
      '',
      '{',
      '{}}',
      'base "ou=a"',
      '{ base ou=a }',
      '{ base "foo" }',
      '{ base "ou=a" minimum 1 }',
      '{ , minimum 1 }',
      '{ maximum 3, minimum 1 }',
      '{ minimum 1, minimum 2 }',
      '{ minimum -1 }',
      '{ minimum 01 }',
      '{ specificExclusions { base:"ou=c" } }',
      '{ specificationFilter person }',
      '{ specificationFilter item:2 }',
      `{ specificationFilter ${'not:'.repeat(40)}item:person }`,
    ],
  },
  'RFC2307 NIS Netgroup Triple': { accepts: ['(h,u,d)', '(h,-,)'], refuses: ['h,u,d', '(h,u)'] },
  'RFC2307 Boot Parameter': { accepts: ['root=fs:/x'], refuses: ['root', 'root=fs'] },
  'Attribute Type Description': {
    accepts: ["( 2.5.4.3 NAME 'cn' )"],
    refuses: ['cn', '( 2.5.4.3'],
  },
  JPEG: { accepts: ['', 'anything'], refuses: [] },
  'Octet String': { accepts: ['', '\0'], refuses: [] },
  Certificate: {
    accepts: ['0\u0000', '0\u0002\u0005\u0000'],
    refuses: ['', 'PEM', '0', '0\u0003'],
  },
};

describe('syntaxes (RFC 4517 §3.3)', () => {
  for (const [description, { accepts, refuses }] of Object.entries(rows)) {
    it(`${description} accepts its values and no others`, () => {
      const syntax = syntaxes.find((each) => each.description === description);
      expect(syntax, description).not.to.equal(undefined);
      for (const value of accepts) {
        expect(syntax?.accepts(Buffer.from(value)), `accepts “${value}”`).to.equal(true);
      }
      for (const value of refuses) {
        expect(syntax?.accepts(Buffer.from(value)), `refuses “${value}”`).to.equal(false);
      }
    });
  }

  it('takes nothing but UTF-8 for text and for names', () => {
    for (const description of ['Directory String', 'DN', 'Postal Address', 'IA5 String']) {
      const syntax = syntaxes.find((each) => each.description === description);
      expect(syntax?.accepts(Buffer.from([0x63, 0xe9])), description).to.equal(false);
    }
  });

  it('gives every syntax an OID of its own', () => {
    expect(new Set(syntaxes.map(({ oid }) => oid)).size).to.equal(syntaxes.length);
  });
});
