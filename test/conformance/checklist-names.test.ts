import { expect } from 'chai';
import { checklist, row, type Row } from './checklist.js';
import { people } from './checklist-fixture.js';
import { read } from './checklist-update.js';
import { pairRow, valuesEntry } from './matching-rows.js';
import { suffix } from './servers.js';
import { add, rename, search } from './session.js';
import type { Check } from './side-by-side.js';

const names = `ou=Noms,${suffix}`;
const device = { objectClass: ['device', 'extensibleObject'], cn: 'z' } as const;

type Spelling = readonly [title: string, one: string, other: string, slapdDeparts?: string];

/** 53: two spellings of one name (RFC 4514 §2, §3; RFC 2253 for what is read still). */
const sameNames: readonly Spelling[] = [
  ['a comma escaped and in hexadecimal', 'cn=a\\,b', 'cn=a\\2Cb'],
  ['in small hexadecimal', 'cn=a\\,b', 'cn=a\\2cb'],
  ['a plus sign', 'cn=a\\+b', 'cn=a\\2Bb'],
  ['a quotation mark', 'cn=a\\"b', 'cn=a\\22b'],
  ['a backslash', 'cn=a\\\\b', 'cn=a\\5Cb'],
  ['angle brackets', 'cn=\\<a\\>', 'cn=\\3Ca\\3E'],
  ['a semicolon', 'cn=a\\;b', 'cn=a\\3Bb'],
  ['a number sign in front', 'cn=\\#a', 'cn=\\23a'],
  ['a number sign elsewhere needs no escape', 'cn=a#b', 'cn=a\\#b'],
  ['an equals sign needs none', 'cn=a=b', 'cn=a\\=b'],
  ['an equals sign in hexadecimal', 'cn=a=b', 'cn=a\\3Db'],
  ['a space in front', 'cn=\\ a', 'cn=\\20a'],
  ['a space at the end', 'cn=a\\ ', 'cn=a\\20'],
  ['spaces at the ends do not count (RFC 4518)', 'cn=\\ a\\ ', 'cn=a'],
  ['UTF-8 in hexadecimal', 'cn=Lu\\C4\\8Di\\C4\\87', 'cn=Lučić'],
  ['one letter in hexadecimal', 'cn=\\61bc', 'cn=abc'],
  ['spaces about commas', 'cn=a,dc=org', 'cn=a , dc=org'],
  ['spaces about equals signs', 'cn=a,dc=org', 'cn = a,dc= org'],
  ['spaces about plus signs', 'cn=a+sn=b', 'cn=a + sn=b'],
  ['a semicolon between RDNs (RFC 2253 §4)', 'cn=a,dc=org', 'cn=a;dc=org'],
  ['a value in quotation marks (RFC 2253 §4)', 'cn=a\\,b', 'cn="a,b"'],
  ['an OID', 'cn=a', '2.5.4.3=a'],
  ['another name of the type', 'cn=a', 'commonName=a'],
  ['the type in capitals', 'cn=a', 'CN=A'],
  ['hexadecimal BER (RFC 4514 §2.4)', 'cn=Hi', 'cn=#04024869', 'it refuses the form'],
  ['a set in another order', 'ou=a+cn=b', 'CN=b+OU=a'],
  ['an accent, composed or not', 'cn=\u00e9', 'cn=e\u0301'],
  ['the empty name', '', ''],
];

/** 53: what is no name (RFC 4514 §3). */
const noNames: readonly (readonly [title: string, text: string, slapdDeparts?: string])[] = [
  ['no equals sign', 'foo'],
  ['a type alone', 'cn'],
  ['a comma at the end', 'cn=a,'],
  ['a comma in front', ',cn=a'],
  ['two commas', 'cn=a,,dc=org'],
  ['a plus sign at the end', 'cn=a+'],
  ['a plus sign in front', '+cn=a'],
  ['a plus sign before a comma', 'cn=a+,dc=org'],
  ['an unescaped plus sign', 'cn=a+b'],
  ['a backslash at the end', 'cn=a\\'],
  ['a backslash before what needs none', 'cn=a\\zb'],
  ['half a hexadecimal pair', 'cn=a\\4'],
  ['hexadecimal BER of odd length', 'cn=#040'],
  ['hexadecimal BER that is none', 'cn=#zz'],
  ['hexadecimal BER without octets', 'cn=#'],
  ['half an element in hexadecimal BER', 'cn=#0404'],
  ['no type', '=a'],
  ['a type that begins with a digit', '1a=x'],
  ['a type that begins with a hyphen', '-a=x'],
  ['a type with an underscore', 'c_n=a'],
  ['an OID that ends in a dot', '2.5.4.=a'],
  ['an OID with a leading zero', '2.05.4.3=a'],
  ['an unescaped angle bracket', 'cn=a<b'],
  ['an option', 'cn;lang-fr=a', 'it takes it'],
];

const stored: readonly Check[] = [
  ...sameNames.map(([title, one, other, departs]) =>
    pairRow(
      `53 as a value: ${title}: ${one} and ${other}`,
      { attribute: 'seeAlso', stored: one, asserted: other, verdict: 'equal' },
      departs,
    ),
  ),
  ...noNames.map(([title, text, departs]) =>
    pairRow(
      `53 no value: ${title}: ${text}`,
      { attribute: 'seeAlso', stored: 'cn=a', asserted: text, verdict: 'undefined' },
      departs,
    ),
  ),
];

/** A backslash at the end would escape the comma that follows. */
const malformed: readonly Row[] = noNames
  .filter(([, text]) => !text.endsWith('\\'))
  .map(([title, text, slapdDeparts]) =>
    row(
      `53 no base: ${title}: ${text}`,
      search(`${text},${suffix}`),
      'invalidDNSyntax',
      slapdDeparts === undefined ? {} : { slapdDeparts },
    ),
  );

const isOneRdn = ([, one, other]: Spelling): boolean =>
  one !== '' && !/(?<!\\)[,;]/.test(one + other);

/** Added under one spelling, found under the other. */
const entries: readonly Row[] = sameNames
  .filter(isOneRdn)
  .map(([title, one, other, slapdDeparts], index) => {
    const below = `ou=n${index},${names}`;
    return {
      title: `53 as an entry: ${title}: ${one} and ${other}`,
      given: [add(below, { objectClass: 'organizationalUnit' }), add(`${one},${below}`, device)],
      ask: search(`${other},${below}`),
      then: { code: 'success', count: 1 },
      ...(slapdDeparts === undefined ? {} : { slapdDeparts }),
    };
  });

/** 54: names come back as they were stored (RFC 4514 §2). */
const returned: readonly (readonly [title: string, given: string, dn: RegExp])[] = [
  ['in the case they were given', 'CN=Jean PIERRE', /^cn=Jean PIERRE,ou=Noms,/i],
  ['without spaces between', ' cn = a b , ', /^cn=a b,ou=Noms,dc=example,dc=org$/],
  ['with their accents in UTF-8', 'cn=L\u00e9a', /^cn=L\u00e9a,/],
  ['with their accents in UTF-8 when given in hexadecimal', 'cn=L\\C3\\A9o', /^cn=L\u00e9o,/],
  ['with a comma escaped', 'cn=x\\, y', /^cn=x(\\,|\\2C) y,/i],
  ['with an OID by its name', '2.5.4.3=oid', /^cn=oid,/],
  ['with a space in front escaped', 'cn=\\ s', /^cn=(\\ |\\20)s,/],
  ['with a number sign in front escaped', 'cn=\\#s', /^cn=(\\#|\\23)s,/],
  ['with their sets in one order', 'sn=z+cn=y', /^cn=y\+sn=z,|^sn=z\+cn=y,/],
];

const answered: readonly Row[] = returned.map(([title, given, pattern]) => {
  const dn = `${given.replace(/, $/, '')},${names}`;
  return {
    title: `54 ${title}: ${given}`,
    given: [add(dn, device)],
    ask: read(dn),
    then: {
      code: 'success',
      and: ({ entries: [entry] }) => {
        expect(entry?.dn).to.match(pattern);
        const own = entry?.attributes.find(({ attribute }) => attribute === 'entryDN');
        expect(own?.values.map(String)).to.deep.equal([entry?.dn]);
      },
    },
  };
});

const rdns: readonly Row[] = [
  row(
    '53 an RDN of two types that are one (X.501 §9.3)',
    add(`cn=q+cn=r,${people}`, device),
    'invalidDNSyntax',
  ),
  row('53 an RDN with an empty value', add(`cn=,${people}`, device), [
    'invalidDNSyntax',
    'invalidAttributeSyntax',
    'namingViolation',
  ]),
  row('53 an RDN whose value is not of its syntax', add(`uidNumber=x,${people}`, device), [
    'invalidDNSyntax',
    'invalidAttributeSyntax',
  ]),
  row('53 a new RDN that is none', rename(`cn=a+sn=b,${people}`, 'foo'), 'invalidDNSyntax'),
  row('53 an empty new RDN', rename(`cn=a+sn=b,${people}`, ''), 'invalidDNSyntax'),
];

const namesEntry = add(names, { objectClass: 'organizationalUnit', ou: 'Noms' });
checklist('names', [...stored, ...malformed, ...entries, ...answered, ...rdns], {
  entries: [valuesEntry, namesEntry],
});
