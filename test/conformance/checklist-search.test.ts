import { checklist, type Row } from './checklist.js';
import { groups, people, person } from './checklist-fixture.js';
import { found, searchRow, shown } from './search-rows.js';
import { suffix } from './servers.js';

/** Base, scope and selection: 22–32 of what servers get wrong. */
const basesAndSelections: readonly Row[] = [
  searchRow(
    '22 a missing base names the deepest superior (RFC 4511 §4.1.9)',
    `cn=x,cn=y,${people}`,
    {},
    {
      code: 'noSuchObject',
      matchedDn: people,
    },
  ),
  searchRow(
    '23 a base that the filter refuses is found nonetheless (RFC 4511 §4.5.2)',
    person('p1'),
    { filter: '(uid=zz)' },
    found(),
  ),
  searchRow('24 a base that is no name', 'foo bar', {}, 'invalidDNSyntax'),
  searchRow('24 a base with a trailing comma', `${people},`, {}, 'invalidDNSyntax'),
  searchRow('24 a base of an unknown type', `nope=1,${suffix}`, {}, 'invalidDNSyntax'),
  searchRow(
    'a base outside the naming contexts',
    'dc=nowhere',
    {},
    {
      code: 'noSuchObject',
      matchedDn: '',
    },
  ),
  searchRow(
    'the scope of one level',
    suffix,
    { scope: 'one', attributes: ['1.1'] },
    found('People', 'Groups'),
  ),
  searchRow(
    '25 user attributes alone without a list (RFC 4511 §4.5.1.8)',
    person('p3'),
    {},
    shown({
      cn: ['Hélène Le Goff'],
      entryUUID: [],
      createTimestamp: [],
    }),
  ),
  searchRow(
    '25 `+` brings operational attributes alone (RFC 3673)',
    person('p3'),
    { attributes: ['+'] },
    shown({ cn: [], structuralObjectClass: ['inetOrgPerson'], hasSubordinates: ['FALSE'] }),
  ),
  searchRow(
    '25 `*` and `+`',
    person('p3'),
    { attributes: ['*', '+'] },
    shown({ cn: ['Hélène Le Goff'], subschemaSubentry: ['cn=Subschema'] }),
  ),
  searchRow(
    '25 `1.1` brings none',
    person('p3'),
    { attributes: ['1.1'] },
    shown({ cn: [], sn: [] }),
  ),
  searchRow(
    '25 `1.1` beside a name is ignored',
    person('p3'),
    { attributes: ['1.1', 'uid'] },
    shown({ uid: ['p3'], cn: [] }),
  ),
  searchRow(
    '25 an unknown attribute is ignored',
    person('p3'),
    { attributes: ['nope', 'uid'] },
    shown({ uid: ['p3'] }),
  ),
  searchRow(
    '25 one attribute by three names comes once',
    person('p3'),
    { attributes: ['cn', 'commonName', '2.5.4.3'] },
    shown({ cn: ['Hélène Le Goff'] }),
  ),
  searchRow(
    '26 `@class` brings its attributes (RFC 4529)',
    person('p1'),
    { attributes: ['@person'] },
    shown({ cn: ['Jean Pierre'], sn: ['Dupont'], telephoneNumber: ['+33 2 98-00 11'], uid: [] }),
  ),
  searchRow(
    '27 a supertype brings its subtypes (RFC 4512 §2.5.1)',
    person('p1'),
    { attributes: ['name'] },
    shown({ cn: ['Jean Pierre'], sn: ['Dupont'], givenName: ['Jean'], uid: [] }),
  ),
  searchRow(
    '27 a tagged description brings the tagged only',
    person('p1'),
    { attributes: ['cn;lang-fr'] },
    shown({ cn: [], 'cn;lang-fr': ['Jean-Pierre'] }),
  ),
  searchRow(
    '27 a range of languages brings the tagged only (RFC 3866 §4)',
    person('p1'),
    { attributes: ['cn;lang-'] },
    shown({ cn: [], 'cn;lang-fr': ['Jean-Pierre'] }),
  ),
  searchRow(
    '27 an untagged one brings both',
    person('p1'),
    { attributes: ['cn'] },
    shown({ cn: ['Jean Pierre'], 'cn;lang-fr': ['Jean-Pierre'] }),
  ),
  searchRow(
    '28 types only: descriptions without values',
    person('p3'),
    { typesOnly: true, attributes: ['cn', 'sn'] },
    { code: 'success', types: ['cn', 'sn'] },
  ),
  searchRow(
    '29 a size limit below what matches gives what it may, then says so',
    people,
    { scope: 'one', filter: '(objectClass=inetOrgPerson)', sizeLimit: 2 },
    'sizeLimitExceeded',
  ),
  searchRow(
    '29 a size limit that suffices',
    people,
    { scope: 'one', filter: '(objectClass=inetOrgPerson)', sizeLimit: 4 },
    found('p1', 'p2', 'p3', 'p4'),
  ),
  searchRow(
    '31 the root DSE keeps operational attributes for who asks (RFC 4512 §5.1)',
    '',
    {},
    shown({ namingContexts: [], supportedLDAPVersion: [] }),
  ),
  searchRow(
    '31 the root DSE',
    '',
    { attributes: ['+'] },
    shown({
      namingContexts: [suffix],
      supportedLDAPVersion: ['3'],
      subschemaSubentry: ['cn=Subschema'],
    }),
  ),
  searchRow(
    '31 the root DSE through another filter',
    '',
    {
      filter: '(&(objectClass=top)(supportedLDAPVersion=3))',
      attributes: ['supportedLDAPVersion'],
    },
    shown({ supportedLDAPVersion: ['3'] }),
    {
      slapdDeparts: 'supportedLDAPVersion has no EQUALITY rule there, nor in RFC 4512 §5.1.4',
    },
  ),
  searchRow(
    '31 a subtree of the empty name never holds the root DSE',
    '',
    { scope: 'sub' },
    {
      code: 'noSuchObject',
      found: [],
    },
  ),
  searchRow(
    '32 the subschema (RFC 4512 §4.2)',
    'cn=Subschema',
    { filter: '(objectClass=subschema)', attributes: ['cn', 'objectClass'] },
    shown({ cn: ['Subschema'] }),
  ),
  searchRow(
    '32 the subschema by what it defines (RFC 4517 §4.2.25)',
    'cn=Subschema',
    { filter: '(attributeTypes=2.5.4.3)', attributes: ['cn'] },
    shown({ cn: ['Subschema'] }),
  ),
  searchRow(
    '32 the subschema keeps definitions for who asks',
    'cn=Subschema',
    {},
    shown({ cn: ['Subschema'], attributeTypes: [], objectClasses: [] }),
  ),
];

/** Aliases and referrals: 33–34. */
const elsewhere: readonly Row[] = [
  searchRow(
    '33 an alias not followed is an entry (RFC 4511 §4.5.1.3)',
    `cn=autre nom,${groups}`,
    {},
    found('autre nom'),
  ),
  searchRow(
    '33 an alias as base, followed',
    `cn=autre nom,${groups}`,
    { deref: 'finding' },
    found('p1'),
  ),
  searchRow(
    '33 aliases in the subtree, followed',
    groups,
    { scope: 'sub', deref: 'searching' },
    found('Groups', 'tous', 'p1'),
  ),
  searchRow(
    '33 an entry under two names is found once',
    suffix,
    { scope: 'sub', deref: 'always', filter: '(uid=p1)' },
    found('p1'),
  ),
  searchRow(
    '34 a referral object in scope (RFC 3296 §5.6.2)',
    suffix,
    { scope: 'sub', filter: '(uid=p3)' },
    {
      code: 'success',
      found: ['p3'],
      references: ['ldap://ailleurs.example/ou=Ailleurs,dc=example,dc=org??sub'],
    },
  ),
  searchRow(
    '34 a referral object one level below',
    suffix,
    { scope: 'one', filter: '(ou=People)' },
    {
      code: 'success',
      found: ['People'],
      references: ['ldap://ailleurs.example/ou=Ailleurs,dc=example,dc=org??base'],
    },
  ),
  searchRow(
    '34 a base below a referral object',
    `cn=x,ou=Ailleurs,${suffix}`,
    {},
    {
      code: 'referral',
      matchedDn: `ou=Ailleurs,${suffix}`,
    },
  ),
  searchRow(
    '34 a referral object with ManageDsaIT (RFC 3296 §3)',
    `ou=Ailleurs,${suffix}`,
    {},
    found('Ailleurs'),
    {
      controls: [{ oid: '2.16.840.1.113730.3.4.2', critical: true, value: undefined }],
    },
  ),
];

checklist('bases, scopes, selections', basesAndSelections);
checklist('aliases and referrals', elsewhere);
