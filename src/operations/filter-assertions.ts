import type { AssertionFilter } from '../model/filter.js';
import { approximateKey } from '../schema/approximate.js';
import type { AttributeType, MatchingRule } from '../schema/definitions.js';
import type { Postings } from '../store/reader.js';
import type { FilterGround } from './compile-filter.js';
import {
  computedCondition,
  type Condition,
  constantCondition,
  isEqual,
  ruleTest,
  valueCondition,
  type ValueTest,
} from './condition.js';
import { groupCondition, isComputed } from './filter-groups.js';
import { inexact } from './filter-present.js';
import { type Plan, union } from './plan.js';
import {
  type CoveredType,
  type SearchedAttribute,
  searchedAttribute,
} from './searched-attribute.js';

/** `(attribute=value)` */
export function equalityCondition(ground: FilterGround, filter: AssertionFilter): Condition {
  const attribute = searchedAttribute(ground.kernel, filter.attribute);
  if (!attribute) return unknown(filter.attribute);
  return equalTo(ground, attribute, filter.value);
}

/**
 * The same for a resolved attribute.
 *
 * @param as asks for the right on this attribute in place of those tested
 */
export function equalTo(
  ground: FilterGround,
  attribute: SearchedAttribute,
  assertion: Buffer,
  as?: string,
): Condition {
  const value = classNamed(ground, attribute, assertion);
  const key = value && assertionKey(attribute.type.equality, value);
  if (!value || key === undefined) {
    return constantCondition(undefined, `${attribute.key}: the assertion is not of its syntax`);
  }
  const stored = valueCondition({
    attribute,
    testOf: (type) => equalityTest(type, value),
    plan: equalityPlan(ground, attribute, { value, key }),
    ...(as !== undefined && { as }),
  });
  return groupCondition(ground, { attribute, assertion: value, stored }) ?? stored;
}

/** `(attribute>=value)` and `(attribute<=value)` (RFC 4511 §4.5.1.7.3, §4.5.1.7.4). */
export function orderCondition(ground: FilterGround, filter: AssertionFilter): Condition {
  const attribute = searchedAttribute(ground.kernel, filter.attribute);
  if (!attribute) return unknown(filter.attribute);
  const { type } = attribute;
  const upward = filter.kind === 'greaterOrEqual';
  const rule = type.ordering ?? (upward ? undefined : type.equality);
  if (assertionKey(rule, filter.value) === undefined) {
    return constantCondition(undefined, `${attribute.key}: no ordering of this assertion`);
  }
  const accepts = upward
    ? (order: number): boolean => order >= 0
    : (order: number): boolean => order <= 0;
  const testOf = (each: AttributeType): ValueTest | undefined =>
    each.ordering ? testBy(each.ordering, filter.value, accepts) : undefined;
  if (isComputed(attribute.key)) return computed(attribute, testOf(type));
  if (!type.ordering) return maybeEqual(ground, attribute, filter.value);
  return valueCondition({
    attribute,
    testOf,
    plan: rangePlan(ground, attribute, { value: filter.value, upward }),
  });
}

/** `(attribute~=value)`: what folding makes alike, and all that is equal. */
export function approximateCondition(ground: FilterGround, filter: AssertionFilter): Condition {
  const attribute = searchedAttribute(ground.kernel, filter.attribute);
  if (!attribute) return unknown(filter.attribute);
  if (!foldable(attribute.type) || isComputed(attribute.key)) {
    return equalTo(ground, attribute, filter.value);
  }
  if (assertionKey(attribute.type.equality, filter.value) === undefined) {
    return constantCondition(undefined, `${attribute.key}: the assertion is not of its syntax`);
  }
  const key = approximateKey(filter.value);
  const plan = planOver(attribute, (each) => ground.reader.index.approximate(each.key, key));
  return valueCondition({
    attribute,
    testOf: (type) => {
      const equal = equalityTest(type, filter.value);
      return (value) => equal?.(value) === true || approximateKey(value).equals(key);
    },
    plan,
  });
}

const unknown = (description: string): Condition =>
  constantCondition(undefined, `unknown attribute ${description}`);

/** Approximate matching is for what people write: names and other words. */
const foldable = (type: AttributeType): boolean =>
  /^case(?:Ignore|Exact)(?:IA5)?Match$/.test(type.equality?.name ?? '');

/** Without ORDERING, only being equal is known to be “less or equal”. */
function maybeEqual(ground: FilterGround, attribute: SearchedAttribute, value: Buffer): Condition {
  const equal = equalTo(ground, attribute, value);
  return { ...equal, matches: (entry) => (equal.matches(entry) === true ? true : undefined) };
}

function computed(attribute: SearchedAttribute, test: ValueTest | undefined): Condition {
  if (!test) return constantCondition(undefined, `${attribute.key} has no such rule`);
  const plan: Plan = { kind: 'scan', why: `${attribute.key} is computed` };
  return computedCondition({ key: attribute.key, test, plan });
}

/** An object class is asked for by name or OID; what the schema does not know is Undefined. */
function classNamed(
  { kernel }: FilterGround,
  attribute: SearchedAttribute,
  assertion: Buffer,
): Buffer | undefined {
  if (attribute.key !== 'objectclass') return assertion;
  const known = kernel.schema.objectClass(assertion.toString('utf8').trim());
  return known && Buffer.from(known.name);
}

const assertionKey = (rule: MatchingRule | undefined, value: Buffer): Buffer | undefined =>
  rule?.prepareAssertion(value);

function testBy(
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
    // Subtypes mostly share the rule of their supertype, and then its key.
    const isSame = type.equality === attribute.type.equality;
    const own = isSame ? key : assertionKey(type.equality, value);
    return own && reader.index.equality(name, own);
  });
}

function rangePlan(
  ground: FilterGround,
  attribute: SearchedAttribute,
  { value, upward }: { readonly value: Buffer; readonly upward: boolean },
): Plan {
  return planOver(attribute, ({ type, key: name }) => {
    const key = type.ordering?.prepareAssertion(value);
    if (!key) return undefined;
    return ground.reader.index.range(name, upward ? { from: key } : { to: key });
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
