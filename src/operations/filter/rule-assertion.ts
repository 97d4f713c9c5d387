import { approximateKey } from '../../schema/approximate.js';
import type {
  AttributeType,
  MatchingRule,
  Relation,
  RuleAssertion,
} from '../../schema/definitions.js';
import type { IndexReader, Postings } from '../../store/reader.js';
import type { ValueTest } from './condition.js';
import { holdsParts } from './filter-substrings.js';
import { inexact } from './plan.js';
import type { CoveredType } from './searched-attribute.js';

/** How an assertion of an extensible filter is tested, and which index answers it. */

const accepts: Readonly<Record<Relation, (order: number) => boolean>> = {
  '<': (order) => order < 0,
  '<=': (order) => order <= 0,
  '=': (order) => order === 0,
  '>=': (order) => order >= 0,
  '>': (order) => order > 0,
};

export function testOfAssertion(asserted: RuleAssertion): ValueTest {
  if (asserted.kind === 'test') return asserted.test;
  const { prepare } = asserted;
  const holds =
    asserted.kind === 'parts'
      ? (key: Buffer): boolean => holdsParts(key, asserted.parts)
      : (key: Buffer): boolean => accepts[asserted.relation](key.compare(asserted.key));
  return (value) => {
    const key = prepare(value);
    return key !== undefined && holds(key);
  };
}

/** The entries that may satisfy an assertion by one type; undefined where no index knows. */
export function postingsOfAssertion(
  index: IndexReader,
  { type, key: attribute }: CoveredType,
  asserted: RuleAssertion,
): Postings | undefined {
  const own = ownPostings(index, { type, key: attribute }, asserted);
  if (own || !asserted.wider) return own;
  const wider = postingsOfAssertion(index, { type, key: attribute }, asserted.wider);
  return wider && inexact(wider);
}

function ownPostings(
  index: IndexReader,
  { type, key: attribute }: CoveredType,
  asserted: RuleAssertion,
): Postings | undefined {
  if (asserted.kind === 'test') return undefined;
  const kind = indexWith(asserted, type);
  if (kind === undefined) return undefined;
  const folded = kind === 'approximate';
  if (asserted.kind === 'parts') {
    const { parts } = asserted;
    return folded
      ? index.approximateSubstring(attribute, parts)
      : index.substring(attribute, parts);
  }
  const { relation, key } = asserted;
  if (relation === '=') {
    return folded ? index.approximate(attribute, key) : index.equality(attribute, key);
  }
  const bounds = relation.startsWith('<') ? { to: key } : { from: key };
  const range = folded ? index.approximateRange(attribute, bounds) : index.range(attribute, bounds);
  // Both ends of a range belong to it.
  return relation === '<' || relation === '>' ? range && inexact(range) : range;
}

/** The index of a type whose keys are made as those of the assertion are. */
function indexWith(
  asserted: Exclude<RuleAssertion, { readonly kind: 'test' }>,
  type: AttributeType,
): 'approximate' | 'own' | undefined {
  if (asserted.prepare === approximateKey) return 'approximate';
  return ruleOfIndex(asserted, type)?.prepareValue === asserted.prepare ? 'own' : undefined;
}

function ruleOfIndex(
  asserted: Exclude<RuleAssertion, { readonly kind: 'test' }>,
  { equality, ordering, substring }: AttributeType,
): MatchingRule | undefined {
  if (asserted.kind === 'parts') return substring;
  return asserted.relation === '=' ? equality : (ordering ?? equality);
}
