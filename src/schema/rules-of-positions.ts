import type { DnKey, MatchingRule } from './definitions.js';
import { extensibleRule, ldapSyntax } from './matching-rule.js';
import { readDn, type SchemaNames } from './rules-of-names.js';

/** Where a name stands relative to one asserted: the rules that OpenLDAP has for this. */

type Rdns = DnKey['rdns'];

const positions: readonly (readonly [
  number: number,
  name: string,
  holds: (value: Rdns, asserted: Rdns) => boolean,
])[] = [
  [8, 'dnOneLevelMatch', (value, asserted) => isWithin(value, asserted, 1, 1)],
  [9, 'dnSubtreeMatch', (value, asserted) => isWithin(value, asserted, 0)],
  [10, 'dnSubordinateMatch', (value, asserted) => isWithin(value, asserted, 1)],
  [11, 'dnSuperiorMatch', (value, asserted) => isWithin(asserted, value, 1)],
];

/** Whether a name is so many levels below another. */
function isWithin(name: Rdns, other: Rdns, least: number, most = Infinity): boolean {
  const levels = name.length - other.length;
  if (levels < least || levels > most) return false;
  return other.every((rdn, at) => name[at + levels] === rdn);
}

export function positionRules(names: SchemaNames): readonly MatchingRule[] {
  const syntaxOid = ldapSyntax(12);
  return positions.map(([number, name, holds]) =>
    extensibleRule({
      oid: `1.3.6.1.4.1.4203.666.4.${String(number)}`,
      name,
      syntaxOid,
      values: [syntaxOid],
      assertion: (assertion) => {
        const asserted = readDn(assertion, names)?.rdns;
        if (asserted === undefined) return undefined;
        const test = (value: Buffer): boolean => {
          const rdns = readDn(value, names)?.rdns;
          return rdns !== undefined && holds(rdns, asserted);
        };
        return { kind: 'test', test };
      },
    }),
  );
}
