import { checklist, row, type Row } from './checklist.js';
import { groups, people, person } from './checklist-fixture.js';
import { type Expected, found } from './expected.js';
import { oneLevel, searchRow } from './search-rows.js';
import { suffix } from './servers.js';
import { numberedSearch } from './session.js';

const p1 = person('p1');
const persons = '(objectClass=inetOrgPerson)';

/** 22–24: where a search begins, and how far it goes (RFC 4511 §4.5.1.1, §4.5.1.2). */
const bases: readonly Row[] = [
  searchRow(
    '22 a missing base names the deepest superior (RFC 4511 §4.1.9)',
    `cn=x,cn=y,${people}`,
    {},
    {
      code: 'noSuchObject',
      matchedDn: people,
      found: [],
    },
  ),
  searchRow(
    '22 below an entry that has none below',
    `cn=x,${p1}`,
    { scope: 'sub' },
    {
      code: 'noSuchObject',
      matchedDn: p1,
    },
  ),
  searchRow(
    '22 outside the naming contexts there is no superior',
    'dc=nowhere',
    {},
    {
      code: 'noSuchObject',
      matchedDn: '',
    },
  ),
  searchRow(
    '23 a base that the filter refuses is found nonetheless',
    p1,
    { filter: '(uid=zz)' },
    found(),
  ),
  searchRow('23 so is a leaf without entries below', p1, { scope: 'one' }, found()),
  searchRow('24 a base that is no name', 'foo bar', {}, 'invalidDNSyntax'),
  searchRow('24 a base with a trailing comma', `${people},`, {}, 'invalidDNSyntax'),
  searchRow('24 a base with a comma in front', `,${people}`, {}, 'invalidDNSyntax'),
  searchRow('24 a base with a doubled comma', `uid=p1,,${people}`, {}, 'invalidDNSyntax'),
  searchRow('24 a base of an unknown type', `nope=1,${suffix}`, {}, 'invalidDNSyntax'),
  searchRow(
    '24 a base in other words',
    `UID=P1, ou=PEOPLE, ${suffix.toUpperCase()}`,
    {},
    found('p1'),
  ),
  searchRow(
    '24 a base by OIDs',
    `0.9.2342.19200300.100.1.1=p1,2.5.4.11=people,${suffix}`,
    {},
    found('p1'),
  ),
  searchRow('the base alone', people, { scope: 'base' }, found('People')),
  searchRow('one level: not the base', suffix, { scope: 'one' }, found('People', 'Groups')),
  searchRow(
    'a subtree: the base too',
    groups,
    { scope: 'sub' },
    found('Groups', 'tous', 'autre nom'),
  ),
];

const limited = (sizeLimit: number): Parameters<typeof searchRow>[2] => ({
  ...oneLevel(persons),
  sizeLimit,
});
const refused: Expected = { code: 'protocolError', count: 0 };

/** 29–30: limits (RFC 4511 §4.5.1.4, §4.5.1.5), and numbers that no search has. */
const limits: readonly Row[] = [
  searchRow('29 a size limit below what matches gives as much, then says so', people, limited(2), {
    code: 'sizeLimitExceeded',
    count: 2,
  }),
  searchRow('29 a size limit that just suffices', people, limited(4), {
    code: 'success',
    count: 4,
  }),
  searchRow('29 a size limit of one, for one entry', p1, { sizeLimit: 1 }, found('p1')),
  searchRow('29 a size limit beyond', people, limited(2 ** 31 - 1), { code: 'success', count: 4 }),
  searchRow(
    '30 a time limit that suffices',
    people,
    { ...oneLevel(persons), timeLimit: 60 },
    {
      code: 'success',
      count: 4,
    },
  ),
  row('30 a negative size limit', numberedSearch(suffix, { sizeLimit: -1 }), refused),
  row('30 a negative time limit', numberedSearch(suffix, { timeLimit: -1 }), refused),
  row('30 scope 9', numberedSearch(suffix, { scope: 9 }), refused),
  row('30 scope 3, which no RFC of ours defines', numberedSearch(suffix, { scope: 4 }), refused),
  row('30 derefAliases 9', numberedSearch(suffix, { deref: 9 }), refused),
];

checklist('search', [...bases, ...limits]);
