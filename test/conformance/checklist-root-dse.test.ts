import { checklist, type Row } from './checklist.js';
import { shown } from './expected.js';
import { searchRow } from './search-rows.js';
import { suffix } from './servers.js';
import { shows } from './published-values.js';

const nobody = { as: 'nobody' } as const;

/** 31: what the server says of itself (RFC 4512 §5.1). */
const rootDse: readonly Row[] = [
  searchRow(
    '31 nobody reads it',
    '',
    { attributes: ['+'] },
    shown({ namingContexts: [suffix], supportedLDAPVersion: ['3'] }),
    nobody,
  ),
  searchRow(
    '31 operational attributes are for who asks',
    '',
    {},
    shown({ namingContexts: [], supportedLDAPVersion: [], supportedControl: [] }),
  ),
  searchRow(
    '31 objectClass is a user attribute',
    '',
    {},
    { code: 'success', and: shows('objectClass', 'top') },
  ),
  searchRow(
    '31 one attribute by its name',
    '',
    { attributes: ['namingContexts'] },
    { code: 'success', descriptions: ['namingContexts'] },
  ),
  searchRow(
    '31 it names the subschema',
    '',
    { attributes: ['subschemaSubentry'] },
    shown({ subschemaSubentry: ['cn=Subschema'] }),
  ),
  searchRow('31 `1.1`', '', { attributes: ['1.1'] }, { code: 'success', descriptions: [] }),
  searchRow(
    '31 types only',
    '',
    { attributes: ['namingContexts'], typesOnly: true },
    { code: 'success', types: ['namingContexts'] },
  ),
  searchRow(
    '31 another filter',
    '',
    { filter: '(&(objectClass=top)(!(cn=x)))' },
    { code: 'success', count: 1 },
  ),
  searchRow(
    '31 a filter that is true of it',
    '',
    { filter: '(|(objectClass=top)(uid=x))' },
    { code: 'success', count: 1 },
  ),
  searchRow(
    '31 a filter that is false',
    '',
    { filter: '(objectClass=person)' },
    { code: 'success', count: 0 },
  ),
  searchRow(
    '31 a filter on what it publishes',
    '',
    { filter: '(supportedLDAPVersion=*)' },
    { code: 'success', count: 1 },
  ),
  searchRow(
    '31 its versions by their value',
    '',
    { filter: '(supportedLDAPVersion=3)' },
    { code: 'success', count: 1 },
    { slapdDeparts: 'the attribute has no EQUALITY rule there, nor in RFC 4512 §5.1.4' },
  ),
  searchRow(
    '31 one level below it: never itself',
    '',
    { scope: 'one' },
    { code: ['success', 'noSuchObject'], count: 0 },
  ),
  searchRow(
    '31 a subtree of the empty name: never itself',
    '',
    { scope: 'sub', filter: '(namingContexts=*)' },
    { code: ['success', 'noSuchObject'], count: 0 },
  ),
];

checklist('search', rootDse);
