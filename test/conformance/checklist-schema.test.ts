import { expect } from 'chai';
import { checklist, type Row } from './checklist.js';
import { people, person } from './checklist-fixture.js';
import { found, shown } from './expected.js';
import { searchRow } from './search-rows.js';
import { suffix } from './servers.js';
import type { Answer } from './session.js';
import { shows, valuesOf } from './published-values.js';

const nobody = { as: 'nobody' } as const;

const subschema = 'cn=Subschema';
const definitions = [
  'attributeTypes',
  'objectClasses',
  'ldapSyntaxes',
  'matchingRules',
  'matchingRuleUse',
];

/** A definition that begins so; names and numbers are the RFC's. */
const defines =
  (kind: string, ...starts: readonly string[]) =>
  (answer: Answer): void => {
    const all = valuesOf(answer, kind);
    for (const start of starts) {
      expect(
        all.some((one) => one.replace(/\s+/g, ' ').startsWith(start)),
        start,
      ).to.equal(true);
    }
  };

/** 32: the subschema (RFC 4512 §4.2–§4.4). */
const schema: readonly Row[] = [
  searchRow(
    '32 every entry names it',
    person('p1'),
    { attributes: ['subschemaSubentry'] },
    shown({ subschemaSubentry: [subschema] }),
  ),
  searchRow(
    '32 so does the suffix',
    suffix,
    { attributes: ['+'] },
    shown({ subschemaSubentry: [subschema] }),
  ),
  searchRow(
    '32 it is found by its class',
    subschema,
    { filter: '(objectClass=subschema)', attributes: ['cn'] },
    shown({ cn: ['Subschema'] }),
  ),
  searchRow(
    '32 it is a subentry',
    subschema,
    {},
    { code: 'success', and: shows('objectClass', 'top', 'subentry', 'subschema') },
  ),
  searchRow(
    '32 definitions are for who asks',
    subschema,
    {},
    shown(Object.fromEntries(definitions.map((kind) => [kind, []]))),
  ),
  searchRow(
    '32 with `+` they all come',
    subschema,
    { attributes: ['+'] },
    {
      code: 'success',
      and: (answer) => {
        for (const kind of definitions) expect(valuesOf(answer, kind), kind).to.not.be.empty;
      },
    },
  ),
  searchRow(
    '32 attribute types',
    subschema,
    { attributes: ['attributeTypes'] },
    {
      code: 'success',
      and: defines(
        'attributeTypes',
        "( 2.5.4.3 NAME ( 'cn' 'commonName' )",
        "( 2.5.4.41 NAME 'name'",
        "( 2.5.18.1 NAME 'createTimestamp'",
        "( 2.5.21.5 NAME 'attributeTypes'",
        "( 1.3.6.1.1.16.4 NAME 'entryUUID'",
        "( 1.3.6.1.4.1.1466.101.120.5 NAME 'namingContexts'",
      ),
    },
  ),
  searchRow(
    '32 object classes',
    subschema,
    { attributes: ['objectClasses'] },
    {
      code: 'success',
      and: defines(
        'objectClasses',
        "( 2.5.6.0 NAME 'top'",
        "( 2.5.6.6 NAME 'person'",
        "( 2.5.6.1 NAME 'alias'",
        "( 2.5.20.1 NAME 'subschema'",
        "( 1.3.6.1.4.1.1466.101.120.111 NAME 'extensibleObject'",
      ),
    },
  ),
  searchRow(
    '32 syntaxes',
    subschema,
    { attributes: ['ldapSyntaxes'] },
    {
      code: 'success',
      and: defines(
        'ldapSyntaxes',
        '( 1.3.6.1.4.1.1466.115.121.1.15 ',
        '( 1.3.6.1.4.1.1466.115.121.1.12 ',
        '( 1.3.6.1.4.1.1466.115.121.1.24 ',
        '( 1.3.6.1.4.1.1466.115.121.1.40 ',
      ),
    },
  ),
  searchRow(
    '32 matching rules',
    subschema,
    { attributes: ['matchingRules'] },
    {
      code: 'success',
      and: defines(
        'matchingRules',
        "( 2.5.13.2 NAME 'caseIgnoreMatch'",
        "( 2.5.13.1 NAME 'distinguishedNameMatch'",
        "( 2.5.13.27 NAME 'generalizedTimeMatch'",
        "( 2.5.13.30 NAME 'objectIdentifierFirstComponentMatch'",
      ),
    },
  ),
  searchRow(
    '32 matching rule uses',
    subschema,
    { attributes: ['matchingRuleUse'] },
    {
      code: 'success',
      and: defines('matchingRuleUse', "( 2.5.13.2 NAME 'caseIgnoreMatch'"),
    },
  ),
  searchRow(
    '32 an attribute type by its number (RFC 4517 §4.2.25)',
    subschema,
    { filter: '(attributeTypes=2.5.4.3)', attributes: ['cn'] },
    shown({ cn: ['Subschema'] }),
  ),
  searchRow(
    '32 an attribute type by its name',
    subschema,
    { filter: '(attributeTypes=cn)', attributes: ['cn'] },
    { code: 'success', count: 1 },
  ),
  searchRow(
    '32 an object class by its number',
    subschema,
    { filter: '(objectClasses=2.5.6.6)', attributes: ['cn'] },
    shown({ cn: ['Subschema'] }),
  ),
  searchRow(
    '32 an attribute type that is not there',
    subschema,
    { filter: '(attributeTypes=2.5.4.9999)', attributes: ['cn'] },
    { code: 'success', count: 0 },
  ),
  searchRow(
    '32 it has times of its own',
    subschema,
    { attributes: ['createTimestamp', 'modifyTimestamp'] },
    {
      code: 'success',
      and: (answer) => {
        expect(valuesOf(answer, 'createTimestamp')[0]).to.match(/^\d{14}Z$/);
        expect(valuesOf(answer, 'modifyTimestamp')[0]).to.match(/^\d{14}Z$/);
      },
    },
  ),
  searchRow(
    '32 nobody reads it',
    subschema,
    { attributes: ['cn'] },
    { code: 'success', count: 1 },
    nobody,
  ),
  searchRow(
    '32 it is below no naming context',
    suffix,
    { scope: 'sub', filter: '(objectClass=subschema)' },
    found(),
  ),
  searchRow(
    '32 its definitions are found by no filter of another entry',
    people,
    { filter: '(attributeTypes=*)' },
    found(),
  ),
];

/** What the server keeps of every entry (RFC 4512 §3.4, RFC 4530, RFC 5020). */
const kept: readonly Row[] = [
  searchRow(
    'its times are Generalized Times, its UUID one of RFC 4122',
    person('p1'),
    { attributes: ['+'] },
    {
      code: 'success',
      and: (answer) => {
        expect(valuesOf(answer, 'createTimestamp')[0]).to.match(/^\d{14}Z$/);
        expect(valuesOf(answer, 'modifyTimestamp')[0]).to.match(/^\d{14}Z$/);
        expect(valuesOf(answer, 'entryUUID')[0]).to.match(
          /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/,
        );
        expect(valuesOf(answer, 'entryDN')).to.deep.equal([person('p1')]);
      },
    },
  ),
  searchRow(
    'hasSubordinates follows what is below',
    people,
    { attributes: ['hasSubordinates'] },
    shown({ hasSubordinates: ['TRUE'] }),
  ),
  searchRow(
    'and is FALSE for a leaf',
    person('p1'),
    { attributes: ['hasSubordinates'] },
    shown({ hasSubordinates: ['FALSE'] }),
  ),
];

checklist('search', [...schema, ...kept]);
