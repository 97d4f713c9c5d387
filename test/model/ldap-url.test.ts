import { expect } from 'chai';
import { formatDn } from '../../src/model/dn.js';
import { formatFilter } from '../../src/model/filter-text.js';
import { parseLdapUrl } from '../../src/model/ldap-url.js';

const read: readonly (readonly [url: string, then: readonly string[]])[] = [
  ['ldap://', ['', '', '', 'base', '(objectClass=*)']],
  ['ldap:///o=x', ['', 'o=x', '', 'base', '(objectClass=*)']],
  ['ldap:///o=x?cn,sn?one?(cn=a)', ['', 'o=x', 'cn,sn', 'one', '(cn=a)']],
  ['LDAPS://host:636/o=x??SUB', ['host:636', 'o=x', '', 'sub', '(objectClass=*)']],
  ['ldap:///o=a%5C%2Cb??sub?(cn=a%3Fb)', ['', 'o=a\\2Cb', '', 'sub', '(cn=a?b)']],
  ['ldap:///o=x????bindname=cn=x', ['', 'o=x', '', 'base', '(objectClass=*)']],
];

const refused: readonly (readonly [url: string, why: RegExp])[] = [
  ['', /no ldap/],
  ['http://x/', /no ldap/],
  ['ldap:o=x', /no ldap/],
  ['ldap:///o=x#y', /no ldap/],
  ['ldap:///o=x??all', /scope/],
  ['ldap:///o=x???(cn=a', /./],
  ['ldap:///o=x????!x', /critical/],
  ['ldap:///o=x?a?base?(cn=a)?x?y', /too many/],
  ['ldap:///%', /percent/],
  [`ldap:///o=${'x'.repeat(9_000)}`, /too long/],
];

describe('an LDAP URL (RFC 4516)', () => {
  for (const [url, [host, dn, attributes, scope, filter]] of read) {
    it(`is read from ${url}`, () => {
      const found = parseLdapUrl(url);
      expect([
        found.host,
        formatDn(found.dn),
        found.attributes.join(','),
        found.scope,
        formatFilter(found.filter),
      ]).to.deep.equal([host, dn, attributes, scope, filter]);
    });
  }

  for (const [url, why] of refused) {
    it(`is not ${url.slice(0, 40) || 'nothing'}`, () => {
      expect(() => parseLdapUrl(url)).to.throw(why);
    });
  }
});
