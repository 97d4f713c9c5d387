import { approximateKey, approximatePart } from './approximate.js';
import type { MatchingRule, Relation, RuleAssertion } from './definitions.js';
import { collationKey } from './french-collation.js';
import {
  directoryStrings,
  equalityRule,
  ldapSyntax,
  orderAssertion,
  orderingRule,
  substringRule,
} from './matching-rule.js';
import { substringAssertionOf } from './substring-assertion.js';
import { isDirectoryString } from './syntaxes-of-strings.js';

/**
 * French collation for extensible filters and for sorting, as 389 Directory Server and as the
 * family of Sun and OpenDJ publish it: the OID of the language alone, or with the suffix of a
 * relation. Matching is at primary strength, blind to accents, case and punctuation; sorting
 * has accents break ties.
 *
 *     (sn:fr:=le goff)   (sn:fr:=>= le goff)   (sn:fr.4:=le goff)   (sn:fr.sub:=*goff*)
 */

/** Strings of every kind. */
const values = [...directoryStrings, ...[26, 36, 41].map(ldapSyntax)];
const syntaxOid = ldapSyntax(15);

/** 389 writes `fr.1` or `fr-FR.1`, OpenDJ `fr.lt` too. */
const tags = ['fr', 'fr-FR'];

const relations: readonly (readonly [suffix: number, word: string, relation: Relation])[] = [
  [1, 'lt', '<'],
  [2, 'lte', '<='],
  [3, 'eq', '='],
  [4, 'gte', '>='],
  [5, 'gt', '>'],
];

const keys = { prepare: approximateKey, prepareAssertion: assertedKey };
const parts = {
  prepareValue: approximateKey,
  preparePart: (part: Buffer): Buffer => approximatePart(part),
};

function assertedKey(assertion: Buffer): Buffer | undefined {
  return isDirectoryString(assertion) ? approximateKey(assertion) : undefined;
}

/** `*goff*`; without an asterisk it is an equality, as for 389. */
function partsAsserted(assertion: Buffer): RuleAssertion | undefined {
  const isWhole = !assertion.includes('*');
  return isWhole ? orderAssertion(keys, '=', assertion) : substringAssertionOf(parts, assertion);
}

const operator = /^(<=?|>=?|=|\*) (.*)$/s;

/** 389 puts a relation before the value, with a space between: `>= le goff`; equality if none. */
function relationAsserted(assertion: Buffer): RuleAssertion | undefined {
  const [, sign, rest] = operator.exec(assertion.toString('latin1')) ?? [];
  if (sign === undefined || rest === undefined) return orderAssertion(keys, '=', assertion);
  const value = Buffer.from(rest, 'latin1');
  const relation = relations.find(([, , each]) => each === sign)?.[2];
  return relation ? orderAssertion(keys, relation, value) : partsAsserted(value);
}

interface Family {
  readonly oid: string;
  /** Descriptors under which rules are published, by suffix; 0 is the OID without any. */
  readonly published: Readonly<Record<number, string>>;
  readonly tags: readonly string[];
}

function familyRules({ oid, published, tags: known }: Family): MatchingRule[] {
  const naming = (suffix: number, words: readonly string[], description: string) => ({
    oid: suffix === 0 ? oid : `${oid}.${String(suffix)}`,
    name: published[suffix],
    aliases: known.flatMap((tag) => words.map((word) => (word === '' ? tag : `${tag}.${word}`))),
    description: `French collation: ${description}`,
  });
  const sorting = { syntaxOid, values, prepare: collationKey };
  return [
    {
      ...orderingRule({ ...naming(0, [''], 'equal, or as the value begins'), ...sorting }),
      assertion: relationAsserted,
    },
    ...relations.map(([suffix, word, relation]): MatchingRule => {
      const names = naming(suffix, [String(suffix), word], relation);
      if (relation === '=') return equalityRule({ ...names, syntaxOid, values, ...keys });
      const rule = orderingRule({ ...names, ...sorting });
      return { ...rule, assertion: (value) => orderAssertion(keys, relation, value) };
    }),
    substringRule({
      ...naming(6, ['6', 'sub'], 'substrings'),
      values,
      prepare: parts.prepareValue,
      preparePart: parts.preparePart,
      assertion: partsAsserted,
    }),
  ];
}

export const collationRules: readonly MatchingRule[] = [
  ...familyRules({
    oid: '2.16.840.1.113730.3.3.2.18.1',
    published: {
      0: 'caseIgnoreOrderingMatch-fr',
      3: 'caseIgnoreMatch-fr',
      6: 'caseIgnoreSubstringMatch-fr',
    },
    tags,
  }),
  ...familyRules({ oid: '1.3.6.1.4.1.42.2.27.9.4.76.1', published: {}, tags: [] }),
];
