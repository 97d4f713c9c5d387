import fc from 'fast-check';
import type { MatchingRule, Syntax } from '../../src/schema/definitions.js';
import { shipped } from '../schema/shipped.js';
import { noise } from './codecs.js';
import { type Target, target, tolerate } from './target.js';

const syntaxes = new Map<string, Syntax>();
const rules = new Map<string, MatchingRule>();
for (const type of shipped.attributeTypes) {
  syntaxes.set(type.syntax.oid, type.syntax);
  for (const rule of [type.equality, type.ordering, type.substring]) {
    if (rule) rules.set(rule.oid, rule);
  }
}

/** What values of the syntaxes are made of. */
const valueText = fc
  .string({
    unit: fc.oneof(
      fc.constantFrom(...Array.from(' \'"$\\#(){}-+:.,;@=/?&%0123456789ABCDEFZabcxyzTRUE')),
      fc.constantFrom('\u00ad', '\u200b', '\u0301', 'É', 'ß', '\u00a0', '20261125', 'Ａ', '😀'),
    ),
    maxLength: 60,
  })
  .map((text) => Buffer.from(text));
const value = fc.oneof(valueText, noise);

const nothing = class extends Error {};

function same(a: Buffer | undefined, b: Buffer | undefined): boolean {
  return a === undefined || b === undefined ? a === b : a.equals(b);
}

/** What a value's octets decide: it is accepted or not, it has a key or none, always the same. */
export const schemaTargets: readonly Target[] = [
  target(
    'syntaxes',
    fc.property(fc.constantFrom(...syntaxes.values()), value, (syntax, octets) => {
      tolerate(nothing, () => {
        const copy = Buffer.from(octets);
        if (syntax.accepts(octets) !== syntax.accepts(copy)) throw new Error('of two minds');
        if (!copy.equals(octets)) throw new Error('the value was changed');
      });
    }),
  ),
  target(
    'matching rules',
    fc.property(fc.constantFrom(...rules.values()), value, (rule, octets) => {
      tolerate(nothing, () => {
        const copy = Buffer.from(octets);
        const key = rule.prepareValue(octets);
        rule.prepareAssertion(octets);
        for (const position of ['initial', 'any', 'final'] as const) {
          rule.preparePart(octets, position);
        }
        if (!same(key, rule.prepareValue(copy))) throw new Error('two keys of one value');
        if (!copy.equals(octets)) throw new Error('the value was changed');
      });
    }),
  ),
];
