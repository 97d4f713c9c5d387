import { checklist } from './checklist.js';
import { pairRow, valuesEntry, type Verdict } from './matching-rows.js';
import { person } from './checklist-fixture.js';
import type { Check } from './side-by-side.js';

type Line = readonly [title: string, stored: string, asserted: string, slapdDeparts?: string];

const rows = (attribute: string, verdict: Verdict, lines: readonly Line[]): Check[] =>
  lines.map(([title, stored, asserted, slapdDeparts]) =>
    pairRow(`${title} (${attribute})`, { attribute, stored, asserted, verdict }, slapdDeparts),
  );

const unmapped = 'it maps no character to nothing';
const spaced = 'it knows no other space than SPACE and NO-BREAK SPACE';
const unfolded = 'it folds letter by letter';

/** 47: what the preparation of strings makes equal (RFC 4518 §2). */
const prepared = rows('description', 'equal', [
  ['47 case', 'Jean Pierre', 'JEAN pierre'],
  ['47 spaces at the ends', 'Jean Pierre', '  Jean Pierre  '],
  ['47 spaces at the ends of what is stored', ' Jean Pierre ', 'Jean Pierre'],
  ['47 several spaces', 'Jean Pierre', 'Jean   Pierre'],
  ['47 NO-BREAK SPACE', 'Jean\u00a0Pierre', 'Jean Pierre'],
  ['47 EM SPACE', 'Jean\u2003Pierre', 'Jean Pierre'],
  ['47 IDEOGRAPHIC SPACE', 'Jean\u3000Pierre', 'Jean Pierre'],
  ['47 OGHAM SPACE MARK', 'Jean\u1680Pierre', 'Jean Pierre', spaced],
  ['47 LINE SEPARATOR', 'Jean\u2028Pierre', 'Jean Pierre', spaced],
  ['47 PARAGRAPH SEPARATOR', 'Jean\u2029Pierre', 'Jean Pierre', spaced],
  ['47 a tab', 'Jean\tPierre', 'Jean Pierre', spaced],
  ['47 a line feed', 'Jean\nPierre', 'Jean Pierre', spaced],
  ['47 a carriage return and line feed', 'Jean\r\nPierre', 'Jean Pierre', spaced],
  ['47 NEXT LINE', 'Jean\u0085Pierre', 'Jean Pierre', spaced],
  ['S36 SOFT HYPHEN is nothing', 'Jean\u00adPierre', 'JeanPierre', unmapped],
  ['S36b ZERO WIDTH SPACE is nothing', 'Jean\u200bPierre', 'JeanPierre', unmapped],
  ['47 ZERO WIDTH JOINER is nothing', 'Jean\u200dPierre', 'JeanPierre', unmapped],
  ['47 a byte order mark is nothing', '\ufeffJean', 'Jean', unmapped],
  ['47 WORD JOINER is nothing', 'Jean\u2060Pierre', 'JeanPierre', unmapped],
  ['47 a variation selector is nothing', 'Jean\ufe0f', 'Jean', unmapped],
  ['47 COMBINING GRAPHEME JOINER is nothing', 'Je\u034fan', 'Jean', unmapped],
  ['47 OBJECT REPLACEMENT CHARACTER is nothing', 'Je\ufffcan', 'Jean', unmapped],
  ['47 a control character is nothing', 'Je\u0007an', 'Jean', unmapped],
  ['47 decomposed accents', 'H\u00e9l\u00e8ne', 'He\u0301le\u0300ne'],
  ['47 full width', '\uff24\uff35\uff30\uff2f\uff2e\uff34', 'dupont'],
  ['47 a ligature', '\ufb01n', 'FIN'],
  ['47 a superscript', 'm\u00b2', 'M2'],
  ['47 ANGSTROM SIGN', '\u212bngstr\u00f6m', '\u00e5ngstr\u00f6m'],
  ['47 ROMAN NUMERAL TWO', 'Louis \u2161', 'louis ii', unfolded],
  ['47 accented capitals', 'H\u00c9L\u00c8NE', 'h\u00e9l\u00e8ne'],
  ['47 Greek capitals', '\u03a3\u039f\u03a6\u0399\u0391', '\u03c3\u03bf\u03c6\u03b9\u03b1'],
  ['47 final sigma', '\u039f\u0394\u039f\u03a3', '\u03bf\u03b4\u03bf\u03c2', unfolded],
  ['S39 \u00df is ss', 'Stra\u00dfe', 'STRASSE', unfolded],
  ['47 letters beyond the basic plane', '\u{10400}', '\u{10428}'],
  ['48 a value of spaces only', '   ', ' '],
]);

const distinct = rows('description', 'other', [
  ['S38 accents count', 'H\u00e9l\u00e8ne', 'Helene'],
  ['47 a cedilla counts', 'Fran\u00e7ois', 'Francois'],
  ['47 a space counts', 'Jean Pierre', 'JeanPierre'],
  ['47 a hyphen counts', 'Jean-Pierre', 'Jean Pierre'],
  ['47 \u0153 is not oe', 'c\u0153ur', 'coeur'],
  ['47 a space that bears an accent is no space', 'a \u0301b', 'a  \u0301b', 'it drops it'],
  ['48 spaces only are not a letter', '  ', 'x'],
]);

const undefinedStrings = rows('description', 'undefined', [
  ['48 an empty assertion is no Directory String (RFC 4517 §3.3.6)', 'x', ''],
  ['47 a private code point (RFC 4518 §2.4)', 'x', '\ue000', 'it prohibits none'],
  ['47 REPLACEMENT CHARACTER (RFC 4518 §2.4)', 'x', '\ufffd', 'it prohibits none'],
]);

const otherRules: readonly Check[] = [
  ...rows('homeDirectory', 'other', [['47 where case counts', '/home/P1', '/home/p1']]),
  ...rows('homeDirectory', 'equal', [
    ['47 where case counts, spaces still do not', '/home/p1', ' /home/p1 '],
  ]),
  ...rows('mail', 'equal', [
    ['47 IA5 strings', 'Jean@Example.org', 'jean@EXAMPLE.ORG'],
    ['48 an IA5 string may be empty', ' ', ''],
  ]),
  ...rows('mail', 'undefined', [
    ['47 an accent is no IA5', 'jean@example.org', 'h\u00e9l\u00e8ne@example.org'],
  ]),
  ...rows('telephoneNumber', 'equal', [
    ['49 spaces', '+33 2 98 00 11', '+332980011'],
    ['49 hyphens', '+33 298-00-11', '+33 2980011'],
    ['49 both, anywhere', ' +33-2 - 98', '+ 3-3298'],
    ['49 letters in any case (RFC 4517 §4.2.29)', '+33 x', '+33 X', 'it sees case'],
  ]),
  ...rows('telephoneNumber', 'other', [['49 another number', '+33 2 98', '+33 2 99']]),
  ...rows('telephoneNumber', 'undefined', [
    ['49 an accent is no number (RFC 4517 §3.3.31)', '+33 2 98', '\u00e9'],
  ]),
  ...rows('x121Address', 'equal', [
    ['49 spaces of numeric strings', '12 34', '1 2 3 4'],
    ['49 spaces at the ends', '1234', ' 1234 '],
  ]),
  ...rows('x121Address', 'undefined', [['49 a letter is no digit', '1234', '12a']]),
  ...rows('uidNumber', 'equal', [
    ['49 integers', '42', '42'],
    [
      '49 an integer of many digits',
      '123456789012345678901234567890',
      '123456789012345678901234567890',
    ],
    ['49 a negative one', '-5', '-5'],
  ]),
  ...rows('uidNumber', 'other', [['49 its opposite', '-5', '5']]),
  ...rows('uidNumber', 'undefined', [
    ['49 an integer with a sign', '5', '+5'],
    ['49 minus zero', '5', '-0'],
    ['49 an integer with spaces', '5', ' 5'],
  ]),
  ...rows('x500UniqueIdentifier', 'equal', [['49 bit strings', "'0101'B", "'0101'B"]]),
  ...rows('x500UniqueIdentifier', 'undefined', [['49 what is no bit string', "'0101'B", '0101']]),
  ...rows('postalAddress', 'equal', [
    [
      '55 postal addresses, line by line',
      '1 rue de Siam$29200 Brest',
      '1 RUE  de siam$29200 brest ',
    ],
    ['55 a dollar in a line', 'prix en \\24$Brest', 'PRIX EN \\24$brest'],
    ['55 a backslash in a line', 'a\\5Cb$c', 'A\\5cB$c'],
  ]),
  ...rows('postalAddress', 'other', [
    ['55 lines are not joined', '1 rue$Brest', '1 rue Brest'],
    ['55 a dollar is not the end of a line', 'a\\24b', 'a$b'],
  ]),
  ...rows('seeAlso', 'equal', [
    ['51 a name in other words', person('p1'), ' UID = P1 , OU=people, DC=EXAMPLE,dc=org'],
    ['51 a name with escapes', person('p1'), person('p1').replace('uid=p1', 'uid=\\70\\31')],
    ['51 a name by OIDs', person('p1'), person('p1').replace('uid', '0.9.2342.19200300.100.1.1')],
    ['52 a set of attributes', 'cn=a+sn=b,dc=org', 'SN=B + CN=A,DC=org'],
  ]),
  ...rows('seeAlso', 'other', [
    ['52 half a set', 'cn=a+sn=b,dc=org', 'cn=a,dc=org'],
    ['51 another order', 'ou=a,ou=b', 'ou=b,ou=a'],
  ]),
  ...rows('seeAlso', 'undefined', [
    ['51 no name', person('p1'), 'foo'],
    ['51 a name of an unknown type', person('p1'), 'nope=x'],
  ]),
  ...rows('uniqueMember', 'equal', [
    ['51 a name and a UID (RFC 4517 §4.2.30)', "cn=a,dc=org#'01'B", "CN=A, DC=org#'01'B"],
  ]),
];

checklist('matching', [...prepared, ...distinct, ...undefinedStrings, ...otherRules], {
  entries: [valuesEntry],
});
