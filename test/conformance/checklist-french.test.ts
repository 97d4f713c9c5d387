import { checklist } from './checklist.js';
import { found } from './expected.js';
import { searchRow } from './search-rows.js';
import { suffix } from './servers.js';
import { add } from './session.js';

const book = `ou=Noms,${suffix}`;
const names = [
  'Hélène',
  'LE GOFF',
  "L'HÉNORET",
  'Çelik',
  'Le Goff-Martin',
  'Dupont',
  'Noël',
  'Œuvrard',
];
const entries = [
  add(book, { objectClass: 'organizationalUnit', ou: 'Noms' }),
  ...names.map((sn, at) => add(`cn=n${at},${book}`, { objectClass: 'person', cn: `n${at}`, sn })),
];

/** The rules of French collation as 389 Directory Server and OpenDJ have published them. */
const families = {
  '389': '2.16.840.1.113730.3.3.2.18.1',
  OpenDJ: '1.3.6.1.4.1.42.2.27.9.4.76.1',
} as const;

type Line = readonly [written: string, ...found: string[]];

const equalities: readonly Line[] = [
  ['helene', 'n0'],
  ['HÉLÈNE', 'n0'],
  ['le goff', 'n1'],
  ['celik', 'n3'],
  ['noel', 'n6'],
  ['oeuvrard', 'n7'],
  ['dupond'],
];
const substrings: readonly Line[] = [
  ['hel*', 'n0'],
  ['*goff*', 'n1', 'n4'],
  ['*enor*', 'n2'],
  ['*ELIK', 'n3'],
  ['zz*'],
];
const approximations: readonly Line[] = [
  ['helene', 'n0'],
  ['legoff', 'n1'],
  ['lhenoret', 'n2'],
  ['celik', 'n3'],
  ['dupont', 'n5'],
];

const one = { scope: 'one', attributes: ['1.1'] } as const;
const noRules = { slapdDeparts: 'it has no such rules' };

/** The accents of the French, left out by who searches; exact filters still see them. */
checklist(
  'matching',
  [
    ...Object.entries(families).flatMap(([name, oid]) => [
      ...equalities.map(([written, ...cns]) =>
        searchRow(
          `French collation of ${name}: ${written}`,
          book,
          { ...one, filter: `(sn:${oid}.3:=${written})` },
          found(...cns),
          cns.length === 0 ? {} : noRules,
        ),
      ),
      ...substrings.map(([written, ...cns]) =>
        searchRow(
          `French collation of ${name}: ${written}`,
          book,
          { ...one, filter: `(sn:${oid}.6:=${written.replaceAll('*', '\\2a')})` },
          found(...cns),
          cns.length === 0 ? {} : noRules,
        ),
      ),
    ]),
    ...approximations.map(([written, ...cns]) =>
      searchRow(
        `S38b ~= without accents: ${written}`,
        book,
        { ...one, filter: `(sn~=${written})` },
        found(...cns),
        {
          ...(['legoff', 'lhenoret'].includes(written)
            ? { slapdDeparts: 'it does not join words' }
            : {}),
        },
      ),
    ),
    searchRow('S38 = sees accents (RFC 4518)', book, { ...one, filter: '(sn=helene)' }, found()),
    searchRow(
      'S38 = ignores case (RFC 4518)',
      book,
      { ...one, filter: '(sn=HÉLÈNE)' },
      found('n0'),
    ),
  ],
  { entries },
);
