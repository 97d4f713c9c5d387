import { expect } from 'chai';
import fc from 'fast-check';
import { type Dn, escapeValue, formatDn, parseDn, parseRdn } from '../../src/model/dn.js';
import { LdapError } from '../../src/model/result.js';

const type = fc.stringMatching(/^(?:[A-Za-z][A-Za-z0-9-]{0,8}|\d{1,3}(?:\.\d{1,3}){1,4})$/);
const value = fc.uint8Array({ maxLength: 30 }).map((bytes) => Buffer.from(bytes));
const text = fc.string({ unit: 'binary', maxLength: 20 }).map((each) => Buffer.from(each));
const rdn = fc.array(fc.record({ type, value: fc.oneof(value, text) }), {
  minLength: 1,
  maxLength: 3,
});
const dn: fc.Arbitrary<Dn> = fc.array(rdn, { maxLength: 5 });

describe('a distinguished name', () => {
  it('is read back as it was written, whatever octets its values hold', () => {
    fc.assert(
      fc.property(dn, (each) => {
        expect(parseDn(formatDn(each))).to.deep.equal(each);
      }),
      { numRuns: 1000 },
    );
  });

  it('stands as one value in another', () => {
    fc.assert(
      fc.property(text, (each) => {
        expect(parseRdn(`cn=${escapeValue(each)}`)).to.deep.equal([{ type: 'cn', value: each }]);
      }),
    );
  });

  // RFC 4514 §4, and what older writers leave.
  const read: Record<string, string> = {
    'UID=jsmith,DC=example,DC=net': 'UID=jsmith,DC=example,DC=net',
    'OU=Sales+CN=J.  Smith,DC=net': 'OU=Sales+CN=J.  Smith,DC=net',
    'CN=James \\"Jim\\" Smith\\, III': 'CN=James \\22Jim\\22 Smith\\2C III',
    'CN=Before\\0dAfter': 'CN=Before\rAfter',
    '1.3.6.1.4.1.1466.0=#04024869': '1.3.6.1.4.1.1466.0=Hi',
    'CN=Lu\\C4\\8Di\\C4\\87': 'CN=Lučić',
    'cn="Le Goff, Anne"; dc=test': 'cn=Le Goff\\2C Anne,dc=test',
    ' cn = a , dc = b ': 'cn=a,dc=b',
    'OID.2.5.4.3=a': '2.5.4.3=a',
    'cn=\\20a\\20': 'cn=\\20a\\20',
    'cn=a=b': 'cn=a\\3Db',
    'cn=': 'cn=',
    '': '',
  };
  for (const [given, expected] of Object.entries(read)) {
    it(`“${given}” is “${expected}”`, () => {
      expect(formatDn(parseDn(given))).to.equal(expected);
    });
  }

  const refused = [
    'foo',
    'cn=a,',
    ',cn=a',
    'cn=a,,dc=b',
    '=a',
    'cn=a"b',
    'cn=a\\',
    'cn=a\\g',
    'a=#00 ',
    'c n=a',
  ];
  for (const given of refused) {
    it(`“${given}” is refused`, () => {
      expect(() => parseDn(given))
        .to.throw(LdapError)
        .with.property('code', 'invalidDNSyntax');
    });
  }
});
