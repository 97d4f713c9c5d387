import { expect } from 'chai';
import { testOfAssertion } from '../../src/operations/filter/rule-assertion.js';
import { shipped } from '../schema/shipped.js';

/** What an extensible filter by a rule answers for a value; undefined: Undefined. */
function truth(rule: string, assertion: string, value: string): boolean | undefined {
  const found = shipped.matchingRule(rule);
  if (found === undefined) throw new Error(`no rule ${rule}`);
  const asserted = found.assertion(Buffer.from(assertion));
  return asserted && testOfAssertion(asserted)(Buffer.from(value));
}

type Row = readonly [assertion: string, value: string, expected: boolean | undefined];

const french: readonly Row[] = [
  ['helene', 'Hélène', true],
  ['legoff', 'LE GOFF', true],
  ['lhenoret', "L'HÉNORET", true],
  ['lhenoret', 'L’Hénoret', true],
  ['LHénoret', 'l\u02bch\u00e9noret', true],
  ['jean pierre', 'Jean\u00a0-\u00a0Pierre', true],
  ['coeur', 'Cœur', true],
  ['ex aequo 12', 'Ex Æquo, n° 12', false],
  ['strasse', 'Straße', true],
  ['fiance', 'ﬁancé', true],
  ['bis 2', 'Bis ²', true],
  ['helen', 'Hélène', false],
  ['', 'Hélène', undefined],
];

const substrings: readonly Row[] = [
  ['*goff*', 'LE GOFF', true],
  ['le*ff', 'Le Goff', true],
  ['*ELE*', 'Hélène', true],
  ["l'h*", 'LHÉNORET', true],
  ['*noret', "L'HÉNORET", true],
  ['*', 'Hélène', true],
  ['*-*', 'Hélène', true],
  ['*goff', 'Le Goffic', false],
  ['f*f', 'f', false],
  ['helene', 'Hélène', true],
  ['hel', 'Hélène', false],
  ['a**b', 'ab', undefined],
];

/** Relations of the French order, by 389's suffix. */
const ordered: Readonly<Record<string, readonly Row[]>> = {
  1: [
    ['Etienne', 'ABGRALL', true],
    ['etienne', 'Étienne', false],
    ['Zoe', 'Éric', true],
    ['le gall', 'LE BIHAN', true],
    ['LEGALL', 'LE GOFF', false],
    ['a', '12', true],
  ],
  2: [
    ['etienne', 'Étienne', true],
    ['etienne', 'Étiennette', false],
  ],
  4: [
    ['etienne', 'ÉTIENNE', true],
    ['etienne', 'Étiennette', true],
    ['le goff', 'LE BIHAN', false],
  ],
  5: [
    ['etienne', 'ÉTIENNE', false],
    ['eric', 'Étienne', true],
  ],
};

const families = ['2.16.840.1.113730.3.3.2.18.1', '1.3.6.1.4.1.42.2.27.9.4.76.1'];
const words: Readonly<Record<string, string>> = { 1: 'lt', 2: 'lte', 4: 'gte', 5: 'gt' };

/** Every name of each French rule. */
const tables: readonly (readonly [names: readonly string[], rows: readonly Row[]])[] = [
  [
    [
      ...families.flatMap((oid) => [oid, `${oid}.3`]),
      ...['fr', 'FR', 'fr-FR', 'fr.3', 'fr.eq', 'fr-FR.3', 'caseIgnoreMatch-fr'],
      'caseIgnoreOrderingMatch-fr',
    ],
    french,
  ],
  [
    [
      ...families.map((oid) => `${oid}.6`),
      ...['fr.6', 'fr.sub', 'fr-FR.6', 'caseIgnoreSubstringMatch-fr'],
    ],
    substrings,
  ],
  ...Object.entries(ordered).map(([suffix, rows]) => {
    const names = [...families, 'fr', 'fr-FR'].map((name) => `${name}.${suffix}`);
    return [[...names, `fr.${words[suffix] ?? ''}`], rows] as const;
  }),
];

const others: Readonly<Record<string, readonly Row[]>> = {
  fr: [
    ['< Etienne', 'ABGRALL', true],
    ['<= etienne', 'Étienne', true],
    ['= helene', 'Hélène', true],
    ['>= etienne', 'Étienne', true],
    ['> etienne', 'Étienne', false],
    ['* *goff*', 'LE GOFF', true],
    ['<etienne', 'Étienne', true],
  ],
  caseIgnoreOrderingMatch: [
    ['m', 'Louis', true],
    ['m', 'M', false],
    ['e', 'É', false],
  ],
  caseIgnoreSubstringsMatch: [
    ['*pont', 'DUPONT', true],
    ['*elene*', 'Hélène', false],
    ['jean *', 'Jean Pierre', true],
    ['jean *', 'Jeanne', false],
    ['*a\\2ab\\5Cc*', 'xa*b\\cx', true],
    ['pont', 'DUPONT', undefined],
  ],
  caseExactSubstringsMatch: [
    ['D*t', 'Dupont', true],
    ['d*t', 'Dupont', false],
  ],
  caseExactMatch: [
    ['Dupont', ' Dupont ', true],
    ['dupont', 'Dupont', false],
  ],
  numericStringSubstringsMatch: [['12*', '1 2 3', true]],
  telephoneNumberSubstringsMatch: [['*98-00*', '+33 2 98 00 11', true]],
  octetStringSubstringsMatch: [
    ['a*', 'abc', true],
    ['A*', 'abc', false],
  ],
  octetStringOrderingMatch: [
    ['b', 'a', true],
    ['ab', 'a', true],
    ['a', 'a', false],
  ],
  integerOrderingMatch: [
    ['10', '9', true],
    ['-10', '-9', false],
  ],
  integerBitAndMatch: [
    ['2', '514', true],
    ['3', '514', false],
    ['512', '514', true],
    ['0', '0', true],
    ['1', '-1', true],
    ['4294967296', '4294967297', true],
    ['x', '1', undefined],
    ['', '1', undefined],
  ],
  integerBitOrMatch: [
    ['3', '514', true],
    ['4', '514', false],
    ['0', '514', false],
  ],
  '1.2.840.113556.1.4.803': [['2', '514', true]],
  '1.2.840.113556.1.4.804': [['1', '514', false]],
  wordMatch: [
    ['goff', 'Le Goff', true],
    ['GOFF', 'Le Goff-Martin', true],
    ['hénoret', "L'Hénoret", true],
    ['henoret', "L'Hénoret", false],
    ['gof', 'Le Goff', false],
    ['le goff', 'Le Goff', false],
    ['', 'Le Goff', undefined],
  ],
  keywordMatch: [
    ['henoret', "L'Hénoret", true],
    ['coeur', 'Cœur de la ville', true],
    ['vil', 'Cœur de la ville', false],
  ],
  dnSubtreeMatch: [
    ['OU=a,dc=x', 'ou=a,dc=x', true],
    ['ou=a,dc=x', 'cn=b, OU=A,dc=x', true],
    ['dc=x', 'cn=b,ou=a,dc=x', true],
    ['', 'cn=b,ou=a,dc=x', true],
    ['ou=a,dc=x', 'ou=aa,dc=x', false],
    ['cn=b,ou=a,dc=x', 'ou=a,dc=x', false],
    ['nope', 'dc=x', undefined],
  ],
  dnOneLevelMatch: [
    ['dc=x', 'ou=a,dc=x', true],
    ['dc=x', 'cn=b,ou=a,dc=x', false],
    ['dc=x', 'dc=x', false],
  ],
  dnSubordinateMatch: [
    ['dc=x', 'cn=b,ou=a,dc=x', true],
    ['dc=x', 'dc=x', false],
  ],
  dnSuperiorMatch: [
    ['cn=b,ou=a,dc=x', 'ou=a,dc=x', true],
    ['ou=a,dc=x', 'ou=a,dc=x', false],
    ['dc=x', 'ou=a,dc=x', false],
  ],
};

const wanted = (value: boolean | undefined): string => String(value ?? 'Undefined').toUpperCase();

describe('assertions of extensible filters', () => {
  for (const [names, rows] of tables) {
    it(`${names[0] ?? ''} answers the same under each of its names`, () => {
      for (const name of names) {
        for (const [assertion, value, expected] of rows) {
          const title = `(${name}:=${assertion}) of ${value}: ${wanted(expected)}`;
          expect(truth(name, assertion, value), title).to.equal(expected);
        }
      }
    });
  }

  for (const [name, rows] of Object.entries(others)) {
    it(`${name} answers for each pair of assertion and value`, () => {
      for (const [assertion, value, expected] of rows) {
        const title = `(${name}:=${assertion}) of ${value}: ${wanted(expected)}`;
        expect(truth(name, assertion, value), title).to.equal(expected);
      }
    });
  }
});
