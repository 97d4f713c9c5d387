import {
  computedCondition,
  type Condition,
  constantCondition,
  valueCondition,
} from './condition.js';
import { isComputed } from '../search/computed.js';
import type { FilterGround } from './filter-ground.js';
import { memberPresence } from './filter-groups.js';
import { presenceTest } from './large-match.js';
import { inexact, type Plan, union } from './plan.js';
import { type SearchedAttribute, searchedAttribute } from './searched-attribute.js';

const whatever = (): boolean => true;

/** `(attribute=*)`: TRUE for the attribute, its subtypes and its tagged forms. */
export function presentCondition(ground: FilterGround, description: string): Condition {
  const attribute = searchedAttribute(ground.kernel, description);
  if (!attribute) return constantCondition(undefined, `unknown attribute ${description}`);
  if (attribute.key === 'objectclass') return constantCondition(true, 'every entry has a class');
  if (ground.isMemberUrl === true && isComputed(attribute.key)) {
    return constantCondition(undefined, `${attribute.key} is not looked at for a dynamic group`);
  }
  if (isComputed(attribute.key)) {
    const plan: Plan = { kind: 'scan', why: `${attribute.key} is computed` };
    return computedCondition({ key: attribute.key, test: whatever, plan });
  }
  const stored = valueCondition({
    attribute,
    testOf: () => whatever,
    ofLarge: presenceTest,
    plan: presencePlan(ground, attribute),
  });
  return attribute.key === 'member' ? memberPresence(ground, stored) : stored;
}

function presencePlan({ reader }: FilterGround, attribute: SearchedAttribute): Plan {
  const exact = attribute.options.length === 0;
  return union(
    attribute.types.map(({ key }): Plan => {
      const postings = reader.index.presence(key);
      if (!postings) return { kind: 'scan', why: `${key} has no presence index` };
      const name = `presence of ${key}`;
      return { kind: 'index', name, postings: exact ? postings : inexact(postings) };
    }),
  );
}
