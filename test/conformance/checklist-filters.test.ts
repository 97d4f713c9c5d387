import type { Filter } from '../../src/model/filter.js';
import { checklist, row, type Row } from './checklist.js';
import { people, person } from './checklist-fixture.js';
import { found } from './expected.js';
import { oneLevel, searchRow } from './search-rows.js';
import { search } from './session.js';

type Line = readonly [title: string, filter: string, ...names: string[]];

const everybody = ['p1', 'p2', 'p3', 'p4', 'a'];

/** 35–46: the entries right below ou=People that each filter finds (RFC 4511 §4.5.1.7). */
const filters: readonly Line[] = [
  ['35 an unknown attribute is Undefined', '(nope=x)'],
  ['35 and so is its negation', '(!(nope=x))'],
  ['35 its presence', '(nope=*)'],
  ['35 and the negation of its presence', '(!(nope=*))'],
  ['35 an unknown OID', '(!(9.9.9=x))'],
  ['35 substrings of it', '(!(nope=x*))'],
  ['35 its order', '(!(nope>=x))'],
  ['35 what approximates it', '(!(nope~=x))'],
  ['35 a rule on it', '(!(nope:caseIgnoreMatch:=x))'],
  ['36 Undefined or TRUE is TRUE', '(|(nope=x)(uid=p1))', 'p1'],
  ['36 Undefined or FALSE is Undefined', '(!(|(nope=x)(uid=zz)))'],
  ['36 Undefined and TRUE is Undefined', '(!(&(nope=x)(uid=p1)))', 'p2', 'p3', 'p4', 'a'],
  ['36 Undefined and FALSE is FALSE', '(!(&(nope=x)(uid=zz)))', ...everybody],
  ['36 twice negated', '(!(!(uid=p1)))', 'p1'],
  ['36 an absent attribute is FALSE, not Undefined', '(!(mail=x))', ...everybody],
  ['37 a time that is none', '(createTimestamp=xx)'],
  ['37 and its negation', '(!(createTimestamp=xx))'],
  ['37 an integer is written one way (RFC 4517 §3.3.16)', '(uidNumber=007)'],
  ['37 and its negation', '(!(uidNumber=007))'],
  ['37 an integer that is none', '(!(uidNumber=x))'],
  ['37 a name that is none', '(!(manager=foo))'],
  ['37 a truth value is in capitals (RFC 4517 §3.3.3)', '(!(hasSubordinates=true))'],
  ['37 an unknown class', '(objectClass=unknown)'],
  ['37 and its negation', '(!(objectClass=unknown))'],
  ['38 no ORDERING rule', '(description>=a)'],
  ['38 and its negation', '(!(description>=a))'],
  ['38 no EQUALITY rule', '(jpegPhoto=x)'],
  ['38 and its negation', '(!(jpegPhoto=x))'],
  ['38 its presence is known', '(jpegPhoto=*)', 'p1'],
  ['38 no SUBSTR rule', '(uidNumber=7*)'],
  ['38 and its negation', '(!(uidNumber=7*))'],
  ['38 an order', '(uidNumber>=7)', 'p1'],
  ['38 `<=` is or equal (RFC 4511 §4.5.1.7.4)', '(uidNumber<=7)', 'p1'],
  ['38 beyond', '(uidNumber<=6)'],
  ['39 (&) is TRUE (RFC 4526)', '(&(uid=p1)(&))', 'p1'],
  ['39 (&) alone', '(&)', ...everybody],
  ['39 (|) alone is FALSE', '(|)'],
  ['39 (|) within', '(!(|(|)(!(uid=p1))))', 'p1'],
  ['40 by the supertype (RFC 4512 §2.5.1)', '(name=martin)', 'p2'],
  ['40 by the OID', '(2.5.4.4=martin)', 'p2'],
  ['40 by the OID of the supertype', '(2.5.4.41=martin)', 'p2'],
  ['40 by another name of it', '(surname=martin)', 'p2'],
  ['40 in any case', '(SN=MARTIN)', 'p2'],
  ['40 not by a subtype', '(givenName=martin)'],
  ['40 tagged only', '(cn;lang-fr=jean-pierre)', 'p1'],
  ['40 tagged only, in any case', '(CN;LANG-FR=jean-pierre)', 'p1'],
  ['40 tagged too', '(cn=jean-pierre)', 'p1'],
  ['40 tagged only is not untagged', '(cn;lang-fr=jean pierre)'],
  ['40 another tag', '(cn;lang-en=jean-pierre)'],
  ['40 by a range of languages (RFC 3866 §4)', '(cn;lang-=jean-pierre)', 'p1'],
  ['40 by the range of one language', '(cn;lang-fr-=jean-pierre)', 'p1'],
  ['40 by another range', '(cn;lang-en-=jean-pierre)'],
  ['41 by a superclass (RFC 4512 §3.3)', '(objectClass=person)', ...everybody],
  ['41 by the OID of a class', '(objectClass=2.5.6.6)', ...everybody],
  ['41 by top', '(objectClass=top)', ...everybody],
  ['41 by an auxiliary class, in capitals', '(objectClass=POSIXACCOUNT)', 'p1'],
  ['42 another rule, which sees case', '(sn:caseExactMatch:=dupont)'],
  ['42 another rule, as written', '(sn:caseExactMatch:=Dupont)', 'p1'],
  ['42 a rule by its OID', '(sn:2.5.13.5:=Dupont)', 'p1'],
  ['42 the rule of the type when none is named', '(sn:=DUPONT)', 'p1'],
  ['42 any attribute that the rule serves', '(:caseIgnoreMatch:=martin)', 'p2'],
  ['42 any attribute, by names', `(&(uid=p2)(:distinguishedNameMatch:=${person('p1')}))`, 'p2'],
  ['42 through the name', '(&(objectClass=person)(ou:dn:=people))', ...everybody],
  ['42 through the name, by the rule', '(ou:dn:caseIgnoreMatch:=PEOPLE)', ...everybody],
  ['42 through the name, its own RDN', '(uid:dn:=p2)', 'p2'],
  ['42 not through the name unless asked', '(ou:=people)'],
  ['42 within an intersection', '(&(uid=p1)(sn:caseExactMatch:=Dupont))', 'p1'],
  [
    '42 within a negation',
    '(&(objectClass=person)(!(sn:caseExactMatch:=Dupont)))',
    'p2',
    'p3',
    'p4',
    'a',
  ],
  ['42 an unknown rule', '(sn:nopeMatch:=x)'],
  ['42 and its negation', '(!(sn:nopeMatch:=x))'],
  ['42 a rule of another syntax (RFC 4511 §4.5.1.7.7)', '(!(sn:integerMatch:=1))'],
  ['43 escaped octets (RFC 4515 §3)', '(description=a\\2ab\\28c\\29\\5cd)', 'p1'],
  ['43 escaped letters', '(sn=\\44upont)', 'p1'],
  ['43 UTF-8, octet by octet', '(cn=H\\c3\\a9l\\c3\\a8ne Le Goff)', 'p3'],
  ['43 a NUL octet', '(uid=\\00)'],
  ['43 a NUL octet within', '(uid=p1\\00p2)'],
  ['43 octets that are no UTF-8', '(cn=\\ff\\fe)'],
  ['43 and their negation', '(!(cn=\\ff\\fe))'],
  ['43 octets that are no UTF-8, in substrings', '(!(cn=*\\ff*))'],
  ['44 a first part (RFC 4518 §2.6.1)', '(sn=dup*)', 'p1'],
  ['44 a final part', '(sn=*pont)', 'p1'],
  ['44 a part anywhere', '(sn=*upon*)', 'p1'],
  ['44 parts in order', '(cn=*ie*mar*n)', 'p2'],
  ['44 parts out of order', '(cn=*tin*mar*)'],
  ['44 parts do not overlap', '(sn=dupont*ont)'],
  ['44 a space of the part is one of the value', '(cn=jean *)', 'p1'],
  ['44 doubled spaces inside', '(cn=jean  p*)', 'p1'],
  ['44 through the supertype', '(name=dup*)', 'p1'],
  ['44 accents count', '(cn=hel*)'],
  ['44 of telephone numbers: spaces and hyphens do not', '(telephoneNumber=+332*00-1*)', 'p1'],
  ['44 of numbers: spaces do not', '(x121Address=12 3*)', 'p1'],
  ['45 ~= finds what = finds', '(cn~=jean pierre)', 'p1'],
  ['45 ~= by the supertype', '(name~=martin)', 'p2'],
  ['45 ~= where there is no approximate rule', '(uidNumber~=7)', 'p1'],
  ['46 presence through a tag', '(cn;lang-fr=*)', 'p1'],
  ['46 presence of what is tagged', '(&(uid=p1)(cn=*))', 'p1'],
  ['46 presence through a supertype', '(&(uid=p2)(name=*))', 'p2'],
  ['46 presence of a supertype held by an attribute alone', '(&(uid=p1)(name;lang-fr=*))', 'p1'],
  ['46 presence of an operational attribute', '(&(uid=p1)(entryUUID=*))', 'p1'],
  ['46 presence of objectClass', '(objectClass=*)', ...everybody],
];

/** Where OpenLDAP answers otherwise, against the RFC. */
const departures: readonly Row[] = [
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
    found(...everybody),
    { slapdDeparts: 'it finds none' },
  ),
];

const asked = (filter: Filter): ReturnType<typeof search> => ({
  ...search(people, { scope: 'one', attributes: ['1.1'] }),
  filter,
});
const nothing = Buffer.alloc(0);
const text = Buffer.from('a');
const parts = {
  kind: 'substrings',
  attribute: 'cn',
  initial: undefined,
  any: [],
  final: undefined,
} as const;
const asUndefined = { slapdDeparts: 'it takes it for Undefined' };

/** What is no filter at all (RFC 4511 §4.5.1.7.2, §4.5.1.7.7). */
const malformed: readonly Row[] = [
  row('S42c substrings without a part', asked(parts), 'protocolError', asUndefined),
  row('S42d an empty part', asked({ ...parts, any: [nothing] }), 'protocolError', asUndefined),
  row(
    'S42d an empty first part',
    asked({ ...parts, initial: nothing }),
    'protocolError',
    asUndefined,
  ),
  row(
    'S43f a rule for nothing: neither rule nor type',
    asked({
      kind: 'extensible',
      attribute: undefined,
      rule: undefined,
      value: text,
      dnAttributes: false,
    }),
    'protocolError',
    asUndefined,
  ),
];

checklist('filters', [
  ...filters.map(([title, filter, ...names]) =>
    searchRow(`${title}: ${filter}`, people, oneLevel(filter), found(...names)),
  ),
  ...departures,
  ...malformed,
]);
