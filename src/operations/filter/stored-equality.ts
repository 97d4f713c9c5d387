import type { AttributeType, MatchingRule } from '../../schema/definitions.js';
import type { Postings } from '../../store/reader.js';
import {
  type Condition,
  constantCondition,
  equalTest,
  isEqual,
  ruleTest,
  valueCondition,
  type ValueTest,
} from './condition.js';
import type { FilterGround } from './filter-ground.js';
import { keyTest } from './large-match.js';
import { inexact, type Plan, union } from './plan.js';
import { classesOf } from './slice-values.js';
import type { CoveredType, SearchedAttribute } from './searched-attribute.js';

/**
 * The condition that a stored attribute has a value; Undefined when the assertion is none of its
 * syntax.
 *
 * @param as asks for the right on this attribute in place of those tested
 */
export function storedEquality(
  ground: FilterGround,
  attribute: SearchedAttribute,
  assertion: Buffer,
  as?: string,
): Condition {
  const value = assertedValue(ground, attribute, assertion);
  const key = value && assertionKey(attribute.type.equality, value);
  if (!value || key === undefined) {
    return constantCondition(undefined, `${attribute.key}: the assertion is not of its syntax`);
  }
  const { equality } = attribute.type;
  const condition = valueCondition({
    attribute,
    testOf: (type) =>
      // Subtypes mostly share the rule of their supertype, and then its key.
      equality !== undefined && type.equality === equality
        ? equalTest(equality, key)
        : equalityTest(type, value),
    ofLarge: keyTest((type) => assertionKey(type.equality, value)),
    plan: equalityPlan(ground, attribute, { value, key }),
    as,
  });
  const isOfClass = attribute.key === 'objectclass' && as === undefined;
  return isOfClass ? classCondition(ground, condition, value.toString('utf8')) : condition;
}

/** Entries that share their classes have them read once: `memory.classes`. */
function classCondition({ kernel }: FilterGround, condition: Condition, name: string): Condition {
  const key = name.toLowerCase();
  const { plan, open } = condition;
  return {
    plan,
    open,
    matches: (entry) =>
      open(entry) ? classesOf(kernel, entry.encoded).has(key) : condition.matches(entry),
  };
}

/** An object class is asked for by name or OID; what the schema does not know is Undefined. */
export function assertedValue(
  { kernel }: FilterGround,
  attribute: SearchedAttribute,
  assertion: Buffer,
): Buffer | undefined {
  if (attribute.key !== 'objectclass') return assertion;
  const known = kernel.schema.objectClass(assertion.toString('utf8').trim());
  return known && Buffer.from(known.name);
}

export const assertionKey = (rule: MatchingRule | undefined, value: Buffer): Buffer | undefined =>
  rule?.prepareAssertion(value);

/** The test of values against an assertion by one rule. */
export function testBy(
  rule: MatchingRule,
  value: Buffer,
  accepts: (order: number) => boolean,
): ValueTest | undefined {
  const key = rule.prepareAssertion(value);
  return key && ruleTest(rule, key, accepts);
}

/** The test of a type's values by its own EQUALITY rule. */
export function equalityTest(type: AttributeType, value: Buffer): ValueTest | undefined {
  return type.equality && testBy(type.equality, value, isEqual);
}

function equalityPlan(
  { reader }: FilterGround,
  attribute: SearchedAttribute,
  { value, key }: { readonly value: Buffer; readonly key: Buffer },
): Plan {
  return planOver(attribute, ({ type, key: name }) => {
    const isSame = type.equality === attribute.type.equality;
    const own = isSame ? key : assertionKey(type.equality, value);
    return own && reader.index.equality(name, own);
  });
}

/** The union of one look-up per covered type; one without an index makes it a scan. */
export function planOver(
  { types, options }: SearchedAttribute,
  lookUp: (covered: CoveredType) => Postings | undefined,
): Plan {
  const tagged = options.length > 0;
  const planOf = (covered: CoveredType): Plan => {
    const postings = lookUp(covered);
    if (!postings) return { kind: 'scan', why: `${covered.key} has no such index` };
    const sure = tagged ? inexact(postings) : postings;
    return { kind: 'index', name: covered.key, postings: sure };
  };
  const [only, ...more] = types;
  return only && more.length === 0 ? planOf(only) : union(types.map(planOf));
}
