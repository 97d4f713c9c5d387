import { expect } from 'chai';
import { checklist, type Row } from './checklist.js';
import { person } from './checklist-fixture.js';
import { shown } from './expected.js';
import { searchRow } from './search-rows.js';
import { rootDn } from './servers.js';

const p1 = person('p1');
const p3 = person('p3');

/** 25–28: which attributes come (RFC 4511 §4.5.1.8, §4.5.1.6). */
const selections: readonly Row[] = [
  searchRow(
    '25 without a list, user attributes',
    p3,
    {},
    {
      code: 'success',
      descriptions: ['objectClass', 'uid', 'cn', 'sn', 'employeeNumber'],
    },
  ),
  searchRow(
    '25 `*` too',
    p3,
    { attributes: ['*'] },
    {
      code: 'success',
      descriptions: ['objectClass', 'uid', 'cn', 'sn', 'employeeNumber'],
    },
  ),
  searchRow(
    '25 `+` brings operational attributes alone (RFC 3673)',
    p3,
    { attributes: ['+'] },
    shown({
      cn: [],
      objectClass: [],
      structuralObjectClass: ['inetOrgPerson'],
      hasSubordinates: ['FALSE'],
      creatorsName: [rootDn],
      modifiersName: [rootDn],
      entryDN: [p3],
      subschemaSubentry: ['cn=Subschema'],
    }),
  ),
  searchRow(
    '25 `*` and `+`',
    p3,
    { attributes: ['*', '+'] },
    shown({ cn: ['Hélène Le Goff'], structuralObjectClass: ['inetOrgPerson'] }),
  ),
  searchRow(
    '25 a user attribute beside `+`',
    p3,
    { attributes: ['+', 'uid'] },
    shown({ uid: ['p3'], cn: [], structuralObjectClass: ['inetOrgPerson'] }),
  ),
  searchRow(
    '25 an operational attribute by its name, beside `*`',
    p3,
    { attributes: ['*', 'structuralObjectClass'] },
    shown({ cn: ['Hélène Le Goff'], structuralObjectClass: ['inetOrgPerson'], creatorsName: [] }),
  ),
  searchRow(
    '25 an operational attribute alone',
    p3,
    { attributes: ['hasSubordinates'] },
    {
      code: 'success',
      descriptions: ['hasSubordinates'],
    },
  ),
  searchRow(
    '25 `1.1` brings none',
    p3,
    { attributes: ['1.1'] },
    { code: 'success', descriptions: [] },
  ),
  searchRow(
    '25 `1.1` beside a name is ignored',
    p3,
    { attributes: ['1.1', 'uid'] },
    {
      code: 'success',
      descriptions: ['uid'],
    },
  ),
  searchRow(
    '25 `1.1` beside `*` is ignored',
    p3,
    { attributes: ['*', '1.1'] },
    {
      code: 'success',
      descriptions: ['objectClass', 'uid', 'cn', 'sn', 'employeeNumber'],
    },
  ),
  searchRow(
    '25 an unknown attribute is ignored',
    p3,
    { attributes: ['nope', 'uid', '9.9.9'] },
    {
      code: 'success',
      descriptions: ['uid'],
    },
  ),
  searchRow(
    '25 unknown attributes alone bring none',
    p3,
    { attributes: ['nope'] },
    {
      code: 'success',
      descriptions: [],
    },
  ),
  searchRow(
    '25 what is no attribute description is ignored',
    p3,
    { attributes: ['uid', 'a b'] },
    {
      code: 'success',
      descriptions: ['uid'],
    },
  ),
  searchRow(
    '25 one attribute by three names comes once',
    p3,
    { attributes: ['cn', 'commonName', '2.5.4.3', 'CN', 'cn'] },
    { code: 'success', descriptions: ['cn'] },
  ),
  searchRow(
    '26 `@class` brings its attributes (RFC 4529)',
    p1,
    { attributes: ['@person'] },
    shown({ cn: ['Jean Pierre'], sn: ['Dupont'], telephoneNumber: ['+33 2 98-00 11'], uid: [] }),
  ),
  searchRow(
    '26 `@class` brings those of its superclasses',
    p1,
    { attributes: ['@organizationalPerson'] },
    shown({ sn: ['Dupont'], postalAddress: ['1 rue de Siam$29200 Brest'], uid: [], mail: [] }),
  ),
  searchRow(
    '26 `@` and the OID of a class',
    p1,
    { attributes: ['@2.5.6.6'] },
    shown({ sn: ['Dupont'], uid: [] }),
  ),
  searchRow(
    '26 an unknown class is ignored',
    p3,
    { attributes: ['@nope', 'uid'] },
    {
      code: 'success',
      descriptions: ['uid'],
    },
  ),
  searchRow(
    '27 a supertype brings its subtypes (RFC 4512 §2.5.1)',
    p1,
    { attributes: ['name'] },
    {
      code: 'success',
      descriptions: ['cn', 'cn;lang-fr', 'sn', 'givenName'],
    },
  ),
  searchRow(
    '27 a tagged description brings the tagged only',
    p1,
    { attributes: ['cn;lang-fr'] },
    {
      code: 'success',
      descriptions: ['cn;lang-fr'],
    },
  ),
  searchRow(
    '27 a tagged supertype too',
    p1,
    { attributes: ['name;lang-fr'] },
    {
      code: 'success',
      descriptions: ['cn;lang-fr'],
    },
  ),
  searchRow(
    '27 a range of languages brings the tagged only (RFC 3866 §4)',
    p1,
    { attributes: ['cn;lang-'] },
    {
      code: 'success',
      descriptions: ['cn;lang-fr'],
    },
  ),
  searchRow(
    '27 an untagged one brings both',
    p1,
    { attributes: ['cn'] },
    {
      code: 'success',
      descriptions: ['cn', 'cn;lang-fr'],
    },
  ),
  searchRow(
    '27 an attribute asked by its OID comes by its name',
    p1,
    { attributes: ['2.5.4.4'] },
    {
      code: 'success',
      descriptions: ['sn'],
    },
  ),
  searchRow(
    '27 an attribute asked in capitals too',
    p1,
    { attributes: ['GIVENNAME'] },
    {
      code: 'success',
      descriptions: ['givenName'],
    },
  ),
  searchRow(
    '28 types only: descriptions without values',
    p3,
    { typesOnly: true },
    {
      code: 'success',
      types: ['objectClass', 'uid', 'cn', 'sn', 'employeeNumber'],
    },
  ),
  searchRow(
    '28 types only of what is named',
    p1,
    { typesOnly: true, attributes: ['cn', 'hasSubordinates'] },
    { code: 'success', types: ['cn', 'cn;lang-fr', 'hasSubordinates'] },
  ),
  searchRow(
    'values come as they are, octet by octet',
    p1,
    { attributes: ['jpegPhoto'] },
    {
      code: 'success',
      and: ({ entries }) => {
        expect(entries[0]?.attributes[0]?.values).to.deep.equal([Buffer.from('ffd8002a', 'hex')]);
      },
    },
  ),
];

checklist('search', selections);
