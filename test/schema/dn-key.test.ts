import { expect } from 'chai';
import fc from 'fast-check';
import { escapeValue, formatDn, parseDn, parseRdn } from '../../src/model/dn.js';
import { LdapError } from '../../src/model/result.js';
import type { DnKey } from '../../src/schema/definitions.js';
import { keyOfText } from '../../src/schema/dn-key.js';
import { shipped } from './shipped.js';

const keyOf = (dn: string): string => shipped.dnKey(parseDn(dn)).text;

describe('keys of names', () => {
  it('are readable and the same for every spelling', () => {
    const rows: [string, string][] = [
      ['', ''],
      ['UID=P1 , OU=people,dc=X', 'uid=p1,ou=people,dc=x'],
      ['userid=p1;2.5.4.11=people,OID.0.9.2342.19200300.100.1.25=x', 'uid=p1,ou=people,dc=x'],
      ['cn=  Jean   PIERRE ,dc=x', 'cn=jean pierre,dc=x'],
      ['SN=B+CN=A,dc=x', 'cn=a+sn=b,dc=x'],
      ['cn=Le Goff\\2C Hélène', 'cn=le goff\\2C hélène'],
      ['cn=He\\CC\\81le\\CC\\80ne', 'cn=hélène'],
      ['cn=Stra\\C3\\9Fe', 'cn=strasse'],
      ['cn=\\#x', 'cn=\\23x'],
      ['cn=\\20', 'cn='],
    ];
    for (const [dn, key] of rows) expect(keyOf(dn), dn).to.equal(key);
  });

  it('have one text for each RDN, and the text of an ancestor at the end', () => {
    const { rdns, text } = shipped.dnKey(parseDn('cn=a\\,b,ou=c,dc=d'));
    expect(rdns).to.deep.equal(['cn=a\\2Cb', 'ou=c', 'dc=d']);
    expect(text).to.equal(rdns.join(','));
    expect(shipped.rdnKey(parseRdn('SN=B+CN=A'))).to.equal('cn=a+sn=b');
  });

  it('refuse unknown types and values that are not of their syntax', () => {
    for (const dn of ['nope=x', 'cn=', 'c=France', 'member=foo', 'cn=\\FF', 'uidNumber=007']) {
      expect(() => keyOf(dn), dn)
        .to.throw(LdapError)
        .with.property('code', 'invalidDNSyntax');
    }
  });

  it('tell different names apart, whatever their octets', () => {
    const letter = fc.constantFrom(
      'a',
      'A',
      ' ',
      '  ',
      'é',
      'E\u0301',
      'ß',
      'ss',
      ',',
      '\\',
      '#',
      '\0',
    );
    const value = fc
      .array(letter, { minLength: 1, maxLength: 4 })
      .map((each) => `x${each.join('')}`);
    const rule = shipped.attributeType('cn')?.equality;
    fc.assert(
      fc.property(value, value, (a, b) => {
        const [keyA, keyB] = [a, b].map((text) => rule?.prepareValue(Buffer.from(text)));
        const [dnA, dnB] = [a, b].map((text) => keyOf(`cn=${escapeValue(Buffer.from(text))}`));
        expect(dnA === dnB).to.equal(keyA?.toString('hex') === keyB?.toString('hex'));
      }),
    );
  });

  it('are names themselves, and their own keys', () => {
    const value = fc
      .string({ unit: 'grapheme', minLength: 1 })
      .filter((text) => text.trim() !== '');
    fc.assert(
      fc.property(fc.array(value, { maxLength: 3 }), (values) => {
        const dn = values.map((text) => [{ type: 'CN', value: Buffer.from(text) }]);
        let key: string;
        try {
          key = keyOf(formatDn(dn));
        } catch (error) {
          fc.pre(!(error instanceof LdapError));
          throw error;
        }
        expect(keyOf(key)).to.equal(key);
      }),
    );
  });

  it('are had again from their texts, whatever the rules of their values', () => {
    const rdns = fc.oneof(
      fc.string({ minLength: 1 }).map((text) => ({ type: 'cn', value: Buffer.from(`a${text}`) })),
      fc.integer().map((number) => ({ type: 'uidNumber', value: Buffer.from(String(number)) })),
    );
    fc.assert(
      fc.property(fc.array(rdns, { maxLength: 3 }), (avas) => {
        let key: DnKey;
        try {
          key = shipped.dnKey(avas.map((ava) => [ava]));
        } catch (error) {
          fc.pre(!(error instanceof LdapError));
          throw error;
        }
        expect(keyOfText(key.text)).to.deep.equal(key);
      }),
    );
  });
});
