import type { AssertionFilter } from '../../model/filter.js';
import { approximateKey } from '../../schema/approximate.js';
import type { AttributeType } from '../../schema/definitions.js';
import { isComputed } from '../search/computed.js';
import {
  computedCondition,
  type Condition,
  constantCondition,
  valueCondition,
  type ValueTest,
} from './condition.js';
import type { FilterGround } from './filter-ground.js';
import { groupCondition, memberOfCondition } from './filter-groups.js';
import type { Plan } from './plan.js';
import { type SearchedAttribute, searchedAttribute } from './searched-attribute.js';
import { assertionKey, equalityTest, planOver, storedEquality, testBy } from './stored-equality.js';

/** `(attribute=value)` */
export function equalityCondition(ground: FilterGround, filter: AssertionFilter): Condition {
  const attribute = searchedAttribute(ground.kernel, filter.attribute);
  if (!attribute) return unknown(filter.attribute);
  return equalTo(ground, attribute, filter.value);
}

/** The same for a resolved attribute, computed ones included. */
export function equalTo(
  ground: FilterGround,
  attribute: SearchedAttribute,
  assertion: Buffer,
): Condition {
  if (attribute.key === 'memberof') return memberOfCondition(ground, assertion);
  const stored = storedEquality(ground, attribute, assertion);
  if (stored.constant) return stored;
  return groupCondition(ground, { attribute, assertion, stored }) ?? stored;
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
  return valueCondition({ attribute, testOf: (type) => approximateTest(type, filter.value), plan });
}

/** The test of a type's values against what may be only like one of them. */
export function approximateTest(type: AttributeType, assertion: Buffer): ValueTest | undefined {
  const equal = equalityTest(type, assertion);
  if (!equal || !foldable(type)) return equal;
  const key = approximateKey(assertion);
  return (value) => equal(value) || approximateKey(value).equals(key);
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
