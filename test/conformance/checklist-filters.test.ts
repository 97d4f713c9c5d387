import { checklist, type Row } from './checklist.js';
import { people, person } from './checklist-fixture.js';
import { found, oneLevel, searchRow } from './search-rows.js';
import { suffix } from './servers.js';

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
  searchRow(
    '47 a soft hyphen is nothing (RFC 4518 §2.2)',
    people,
    oneLevel('(sn=du\u00adpont)'),
    found('p1'),
    {
      slapdDeparts: 'it maps no character to nothing',
    },
  ),
  searchRow(
    '38 `<=` finds what is equal where there is no ORDERING rule (RFC 4511 §4.5.1.7.4)',
    people,
    oneLevel('(uid<=p1)'),
    found('p1'),
    { slapdDeparts: 'it answers Undefined' },
  ),
  searchRow(
    '44 spaces at the ends of a part count (RFC 4518 §2.6.1)',
    people,
    oneLevel('(cn=* jean *)'),
    found('p1'),
    { slapdDeparts: 'it finds none' },
  ),
  searchRow(
    '44 a part of spaces finds any text (RFC 4518 §2.6.1)',
    people,
    oneLevel('(sn= *)'),
    found('p1', 'p2', 'p3', 'p4', 'a'),
    { slapdDeparts: 'it finds none' },
  ),
  searchRow(
    '53 a name in hexadecimal BER (RFC 4514 §2.4)',
    `uid=#04027031,${people}`,
    {},
    found('p1'),
    {
      slapdDeparts: 'it refuses the form',
    },
  ),
];

checklist('filters', [
  ...filters.map(([title, filter, ...names]) =>
    searchRow(`${title}: ${filter}`, people, oneLevel(filter), found(...names)),
  ),
  ...departures,
]);
