import type { Request } from '../../src/model/request.js';
import type { ResultCodeName } from '../../src/model/result.js';
import { checklist, type Expected, type Row } from './checklist.js';
import { groups, people, person } from './checklist-fixture.js';
import { suffix } from './servers.js';
import { search, type Searching } from './session.js';

/** Base, scope and selection: 22–32 of what servers get wrong. */
const basesAndSelections: readonly Row[] = [
  row(
    '22 a missing base names the deepest superior (RFC 4511 §4.1.9)',
    `cn=x,cn=y,${people}`,
    {},
    {
      code: 'noSuchObject',
      matchedDn: people,
    },
  ),
  row(
    '23 a base that the filter refuses is found nonetheless (RFC 4511 §4.5.2)',
    person('p1'),
    { filter: '(uid=zz)' },
    found(),
  ),
  row('24 a base that is no name', 'foo bar', {}, 'invalidDNSyntax'),
  row('24 a base with a trailing comma', `${people},`, {}, 'invalidDNSyntax'),
  row('24 a base of an unknown type', `nope=1,${suffix}`, {}, 'invalidDNSyntax'),
  row(
    'a base outside the naming contexts',
    'dc=nowhere',
    {},
    {
      code: 'noSuchObject',
      matchedDn: '',
    },
  ),
  row(
    'the scope of one level',
    suffix,
    { scope: 'one', attributes: ['1.1'] },
    found('People', 'Groups'),
  ),
  row(
    '25 user attributes alone without a list (RFC 4511 §4.5.1.8)',
    person('p3'),
    {},
    shown({
      cn: ['Hélène Le Goff'],
      entryUUID: [],
      createTimestamp: [],
    }),
  ),
  row(
    '25 `+` brings operational attributes alone (RFC 3673)',
    person('p3'),
    { attributes: ['+'] },
    shown({ cn: [], structuralObjectClass: ['inetOrgPerson'], hasSubordinates: ['FALSE'] }),
  ),
  row(
    '25 `*` and `+`',
    person('p3'),
    { attributes: ['*', '+'] },
    shown({ cn: ['Hélène Le Goff'], subschemaSubentry: ['cn=Subschema'] }),
  ),
  row('25 `1.1` brings none', person('p3'), { attributes: ['1.1'] }, shown({ cn: [], sn: [] })),
  row(
    '25 `1.1` beside a name is ignored',
    person('p3'),
    { attributes: ['1.1', 'uid'] },
    shown({ uid: ['p3'], cn: [] }),
  ),
  row(
    '25 an unknown attribute is ignored',
    person('p3'),
    { attributes: ['nope', 'uid'] },
    shown({ uid: ['p3'] }),
  ),
  row(
    '25 one attribute by three names comes once',
    person('p3'),
    { attributes: ['cn', 'commonName', '2.5.4.3'] },
    shown({ cn: ['Hélène Le Goff'] }),
  ),
  row(
    '26 `@class` brings its attributes (RFC 4529)',
    person('p1'),
    { attributes: ['@person'] },
    shown({ cn: ['Jean Pierre'], sn: ['Dupont'], telephoneNumber: ['+33 2 98-00 11'], uid: [] }),
  ),
  row(
    '27 a supertype brings its subtypes (RFC 4512 §2.5.1)',
    person('p1'),
    { attributes: ['name'] },
    shown({ cn: ['Jean Pierre'], sn: ['Dupont'], givenName: ['Jean'], uid: [] }),
  ),
  row(
    '27 a tagged description brings the tagged only',
    person('p1'),
    { attributes: ['cn;lang-fr'] },
    shown({ cn: [], 'cn;lang-fr': ['Jean-Pierre'] }),
  ),
  row(
    '27 a range of languages brings the tagged only (RFC 3866 §4)',
    person('p1'),
    { attributes: ['cn;lang-'] },
    shown({ cn: [], 'cn;lang-fr': ['Jean-Pierre'] }),
  ),
  row(
    '27 an untagged one brings both',
    person('p1'),
    { attributes: ['cn'] },
    shown({ cn: ['Jean Pierre'], 'cn;lang-fr': ['Jean-Pierre'] }),
  ),
  row(
    '28 types only: descriptions without values',
    person('p3'),
    { typesOnly: true, attributes: ['cn', 'sn'] },
    { code: 'success', types: ['cn', 'sn'] },
  ),
  row(
    '29 a size limit below what matches gives what it may, then says so',
    people,
    { scope: 'one', filter: '(objectClass=inetOrgPerson)', sizeLimit: 2 },
    'sizeLimitExceeded',
  ),
  row(
    '29 a size limit that suffices',
    people,
    { scope: 'one', filter: '(objectClass=inetOrgPerson)', sizeLimit: 4 },
    found('p1', 'p2', 'p3', 'p4'),
  ),
  row(
    '31 the root DSE keeps operational attributes for who asks (RFC 4512 §5.1)',
    '',
    {},
    shown({ namingContexts: [], supportedLDAPVersion: [] }),
  ),
  row(
    '31 the root DSE',
    '',
    { attributes: ['+'] },
    shown({
      namingContexts: [suffix],
      supportedLDAPVersion: ['3'],
      subschemaSubentry: ['cn=Subschema'],
    }),
  ),
  row(
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
  row(
    '31 a subtree of the empty name never holds the root DSE',
    '',
    { scope: 'sub' },
    {
      code: 'noSuchObject',
      found: [],
    },
  ),
  row(
    '32 the subschema (RFC 4512 §4.2)',
    'cn=Subschema',
    { filter: '(objectClass=subschema)', attributes: ['cn', 'objectClass'] },
    shown({ cn: ['Subschema'] }),
  ),
  row(
    '32 the subschema by what it defines (RFC 4517 §4.2.25)',
    'cn=Subschema',
    { filter: '(attributeTypes=2.5.4.3)', attributes: ['cn'] },
    shown({ cn: ['Subschema'] }),
  ),
  row(
    '32 the subschema keeps definitions for who asks',
    'cn=Subschema',
    {},
    shown({ cn: ['Subschema'], attributeTypes: [], objectClasses: [] }),
  ),
];

/** Aliases and referrals: 33–34. */
const elsewhere: readonly Row[] = [
  row(
    '33 an alias not followed is an entry (RFC 4511 §4.5.1.3)',
    `cn=autre nom,${groups}`,
    {},
    found('autre nom'),
  ),
  row('33 an alias as base, followed', `cn=autre nom,${groups}`, { deref: 'finding' }, found('p1')),
  row(
    '33 aliases in the subtree, followed',
    groups,
    { scope: 'sub', deref: 'searching' },
    found('Groups', 'tous', 'p1'),
  ),
  row(
    '33 an entry under two names is found once',
    suffix,
    { scope: 'sub', deref: 'always', filter: '(uid=p1)' },
    found('p1'),
  ),
  row(
    '34 a referral object in scope (RFC 3296 §5.6.2)',
    suffix,
    { scope: 'sub', filter: '(uid=p3)' },
    {
      code: 'success',
      found: ['p3'],
      references: ['ldap://ailleurs.example/ou=Ailleurs,dc=example,dc=org??sub'],
    },
  ),
  row(
    '34 a referral object one level below',
    suffix,
    { scope: 'one', filter: '(ou=People)' },
    {
      code: 'success',
      found: ['People'],
      references: ['ldap://ailleurs.example/ou=Ailleurs,dc=example,dc=org??base'],
    },
  ),
  row(
    '34 a base below a referral object',
    `cn=x,ou=Ailleurs,${suffix}`,
    {},
    {
      code: 'referral',
      matchedDn: `ou=Ailleurs,${suffix}`,
    },
  ),
  row(
    '34 a referral object with ManageDsaIT (RFC 3296 §3)',
    `ou=Ailleurs,${suffix}`,
    {},
    found('Ailleurs'),
    {
      controls: [{ oid: '2.16.840.1.113730.3.4.2', critical: true, value: undefined }],
    },
  ),
];

/** Filters, matching and names: 35–55; the entries of ou=People that each one finds. */
const filters: readonly (readonly [title: string, filter: string, ...names: string[]])[] = [
  ['35 an unknown attribute is Undefined (RFC 4511 §4.5.1.7)', '(nope=x)'],
  ['35 and so is its negation', '(!(nope=x))'],
  ['35 and the negation of its presence', '(!(nope=*))'],
  ['36 Undefined or TRUE is TRUE', '(|(nope=x)(uid=p1))', 'p1'],
  ['37 an assertion that is not of the syntax', '(createTimestamp=xx)'],
  ['37 and its negation', '(!(createTimestamp=xx))'],
  ['37 an integer is written one way', '(uidNumber=007)'],
  ['37 an unknown class', '(objectClass=unknown)'],
  ['37 and its negation', '(!(objectClass=unknown))'],
  ['38 no ORDERING rule', '(description>=a)'],
  ['38 and its negation', '(!(description>=a))'],
  ['38 no EQUALITY rule', '(!(jpegPhoto=x))'],
  ['39 (&) is TRUE (RFC 4526)', '(&(uid=p1)(&))', 'p1'],
  ['39 (|) is FALSE', '(!(|(|)(!(uid=p1))))', 'p1'],
  ['40 by the supertype', '(name=martin)', 'p2'],
  ['40 by the OID', '(2.5.4.4=martin)', 'p2'],
  ['40 in any case', '(SN=MARTIN)', 'p2'],
  ['40 tagged only', '(cn;lang-fr=jean-pierre)', 'p1'],
  ['40 tagged too', '(cn=jean-pierre)', 'p1'],
  ['40 tagged only is not untagged', '(cn;lang-fr=jean pierre)'],
  ['40 by a range of languages (RFC 3866 §4)', '(cn;lang-=jean-pierre)', 'p1'],
  ['40 by the range of one language', '(cn;lang-fr-=jean-pierre)', 'p1'],
  ['40 by another range', '(cn;lang-en-=jean-pierre)'],
  ['41 by a superclass', '(objectClass=person)', 'p1', 'p2', 'p3', 'p4', 'a'],
  ['41 by the OID of a class', '(objectClass=2.5.6.6)', 'p1', 'p2', 'p3', 'p4', 'a'],
  ['42 another rule, which sees case', '(sn:caseExactMatch:=dupont)'],
  ['42 another rule, as written', '(sn:caseExactMatch:=Dupont)', 'p1'],
  ['42 a rule by its OID', '(sn:2.5.13.5:=Dupont)', 'p1'],
  ['42 any attribute of the rule', '(:caseIgnoreMatch:=martin)', 'p2'],
  ['42 through the name', '(&(objectClass=person)(ou:dn:=people))', 'p1', 'p2', 'p3', 'p4', 'a'],
  ['42 an unknown rule', '(!(sn:nopeMatch:=x))'],
  ['43 escaped octets', '(description=a\\2ab\\28c\\29\\5cd)', 'p1'],
  ['43 a NUL octet', '(uid=\\00)'],
  ['43 octets that are no UTF-8', '(!(cn=\\ff\\fe))'],
  ['44 spaces frame substrings (RFC 4518 §2.6.1)', '(cn=jean *)', 'p1'],
  ['44 a final part', '(sn=*pont)', 'p1'],
  ['44 parts in order', '(cn=*ie*mar*n)', 'p2'],
  ['44 doubled spaces inside', '(cn=jean  p*)', 'p1'],
  ['45 ~= finds what = finds', '(cn~=jean pierre)', 'p1'],
  ['46 presence through a tag', '(cn;lang-fr=*)', 'p1'],
  ['46 presence through a supertype', '(&(uid=p2)(name=*))', 'p2'],
  ['47 spaces and case', '(cn=  JEAN   pierre )', 'p1'],
  ['47 a no-break space is a space', '(cn=x y)', 'p4'],
  ['47 decomposed accents', '(cn=He\u0301le\u0300ne le goff)', 'p3'],
  ['47 accents count', '(cn=helene le goff)'],
  ['47 full width', '(sn=Ｄｕｐｏｎｔ)', 'p1'],
  ['48 an empty assertion', '(!(cn=))'],
  ['49 telephone numbers', '(telephoneNumber=+332980011)', 'p1'],
  ['49 numeric strings', '(x121Address=1 2 3 4)', 'p1'],
  ['49 integers in order', '(uidNumber>=-3)', 'p1'],
  ['49 integers by value, not by text', '(uidNumber>=10)'],
  ['50 an instant in another zone', '(createTimestamp<=20000101010000+0100)'],
  ['51 a name in other words', `(manager=UID = P1 , OU=people, ${suffix.toUpperCase()})`, 'p2'],
  ['51 a name with escapes', `(manager=uid=\\5c70\\5c31,${people})`, 'p2'],
  ['51 a name by OIDs', `(manager=0.9.2342.19200300.100.1.1=p1,${people})`, 'p2'],
  ['55 by the name of the entry (RFC 5020)', `(entryDN=${person('p3')})`, 'p3'],
  ['55 postal addresses line by line', '(postalAddress=1 RUE DE  SIAM$29200 brest)', 'p1'],
];

/** What OpenLDAP does otherwise, against RFC 4518. */
const departures: readonly Row[] = [
  row(
    '47 a soft hyphen is nothing (RFC 4518 §2.2)',
    people,
    sub('(sn=du\u00adpont)'),
    found('p1'),
    {
      slapdDeparts: 'it maps no character to nothing',
    },
  ),
  row(
    '38 `<=` finds what is equal where there is no ORDERING rule (RFC 4511 §4.5.1.7.4)',
    people,
    sub('(uid<=p1)'),
    found('p1'),
    { slapdDeparts: 'it answers Undefined' },
  ),
  row(
    '44 spaces at the ends of a part count (RFC 4518 §2.6.1)',
    people,
    sub('(cn=* jean *)'),
    found('p1'),
    { slapdDeparts: 'it finds none' },
  ),
  row(
    '44 a part of spaces finds any text (RFC 4518 §2.6.1)',
    people,
    sub('(sn= *)'),
    found('p1', 'p2', 'p3', 'p4', 'a'),
    { slapdDeparts: 'it finds none' },
  ),
  row('53 a name in hexadecimal BER (RFC 4514 §2.4)', `uid=#04027031,${people}`, {}, found('p1'), {
    slapdDeparts: 'it refuses the form',
  }),
];

checklist('bases, scopes, selections', basesAndSelections);
checklist('aliases and referrals', elsewhere);
checklist('filters', [
  ...filters.map(([title, filter, ...names]) =>
    row(`${title}: ${filter}`, people, sub(filter), found(...names)),
  ),
  ...departures,
]);

function row(
  title: string,
  base: string,
  options: Searching,
  then: ResultCodeName | Expected,
  more: Partial<Row> = {},
): Row {
  const ask: Request = search(base, options);
  return { title, ask, then, ...more };
}

function sub(filter: string): Searching {
  return { scope: 'one', filter, attributes: ['1.1'] };
}

function found(...names: readonly string[]): Expected {
  return { code: 'success', found: names };
}

function shown(attributes: Readonly<Record<string, readonly string[]>>): Expected {
  return { code: 'success', shown: attributes };
}
