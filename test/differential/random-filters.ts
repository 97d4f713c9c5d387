import fc from 'fast-check';
import {
  attributeName,
  type AttributeName,
  kindOf,
  type RandomValue,
  type ValueKind,
  valueOf,
} from './random-values.js';

export type RandomFilter =
  | { readonly kind: 'and' | 'or'; readonly filters: readonly RandomFilter[] }
  | { readonly kind: 'not'; readonly filter: RandomFilter }
  | { readonly kind: 'present'; readonly attribute: string }
  | {
      readonly kind: 'equality' | 'greaterOrEqual' | 'lessOrEqual';
      readonly attribute: string;
      readonly value: RandomValue;
    }
  | {
      readonly kind: 'approximate';
      readonly attribute: string;
      readonly value: RandomValue;
    }
  | {
      readonly kind: 'substrings';
      readonly attribute: string;
      readonly parts: readonly RandomValue[];
      readonly form: number;
    }
  | {
      readonly kind: 'extensible';
      readonly attribute: string | undefined;
      readonly rule: string | undefined;
      readonly dnAttributes: boolean;
      readonly value: RandomValue;
    };

/** Mostly attributes that entries have; now and then another spelling, or a malformed one. */
export const description = fc.oneof(
  { weight: 10, arbitrary: attributeName },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      'description;lang-fr',
      'cn;lang-fr',
      'COMMONNAME',
      '2.5.4.4',
      'surname',
      'bad name',
      'cn;',
      'createTimestamp',
      'entryUUID',
      'structuralObjectClass',
      'sn;x-a;lang-fr',
      'hasSubordinates',
    ),
  },
);

/** What values an attribute of that description takes. */
export function kindOfDescription(name: string): ValueKind {
  return Object.hasOwn(kindOf, name) ? kindOf[name as AttributeName] : 'text';
}

/**
 * Attributes for which `~=` is `=` in both servers. For names it is each server's own affair
 * (RFC 4511 §4.5.1.7.6): words and sounds there, letters without accents here.
 */
const likeEquality = [
  'uidNumber',
  'shadowMax',
  'member',
  'seeAlso',
  'manager',
  'x121Address',
  'telephoneNumber',
  'objectClass',
  'nope',
] as const;

/** Without an ORDERING rule slapd lets `<=` find nothing, not even what is equal: a row. */
const ordered = ['uidNumber', 'UIDNUMBER', 'gidNumber', 'nope', 'createTimestamp'] as const;

export const filters = fc.letrec<{ filter: RandomFilter }>((tie) => ({
  filter: fc.oneof(
    { maxDepth: 3, depthIdentifier: 'filter' },
    description.map((name) => ({ kind: 'present' as const, attribute: name })),
    description.chain((name) =>
      fc.record({
        kind: fc.constantFrom('equality', 'equality', 'greaterOrEqual' as const),
        attribute: fc.constant(name),
        value: valueOf(kindOfDescription(name)),
      }),
    ) as fc.Arbitrary<RandomFilter>,
    fc.constantFrom(...ordered).chain((name) =>
      fc.record({
        kind: fc.constant('lessOrEqual' as const),
        attribute: fc.constant(name),
        value: valueOf(kindOfDescription(name)),
      }),
    ),
    fc.constantFrom(...likeEquality).chain((name) =>
      fc.record({
        kind: fc.constant('approximate' as const),
        attribute: fc.constant(name),
        value: valueOf(kindOfDescription(name)),
      }),
    ),
    description.chain((name) =>
      fc.record({
        kind: fc.constant('substrings' as const),
        attribute: fc.constant(name),
        parts: fc.array(valueOf(kindOfDescription(name)), { minLength: 1, maxLength: 3 }),
        form: fc.nat(3),
      }),
    ),
    description.chain((name) =>
      fc.record({
        kind: fc.constant('extensible' as const),
        attribute: fc.constantFrom(name, undefined),
        rule: fc.constantFrom(
          undefined,
          'caseExactMatch',
          'caseIgnoreMatch',
          '2.5.13.2',
          'distinguishedNameMatch',
          'integerMatch',
          'nopeMatch',
          'caseIgnoreSubstringsMatch',
          'caseIgnoreOrderingMatch',
        ),
        dnAttributes: fc.boolean(),
        value: valueOf(kindOfDescription(name)),
      }),
    ),
    fc.record({
      kind: fc.constantFrom('and', 'or' as const),
      filters: fc.array(tie('filter'), { maxLength: 3 }),
    }) as fc.Arbitrary<RandomFilter>,
    fc.record({ kind: fc.constant('not' as const), filter: tie('filter') }),
  ),
})).filter;
