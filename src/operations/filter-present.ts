import type { Postings } from '../store/reader.js';
import { type Plan, union } from './plan.js';
import type { FilterGround } from './compile-filter.js';
import { computedCondition, type Condition, constantCondition, valueCondition } from './condition.js';
import { isComputed, memberPresence } from './filter-groups.js';
import { type SearchedAttribute, searchedAttribute } from './searched-attribute.js';

const any = (): boolean => true;

/** `(attribute=*)`: TRUE for the attribute, its subtypes and its tagged forms. */
export function presentCondition(ground: FilterGround, description: string): Condition {
  const attribute = searchedAttribute(ground.kernel, description);
  if (!attribute) return constantCondition(undefined, `unknown attribute ${description}`);
  if (attribute.key === 'objectclass') return constantCondition(true, 'every entry has a class');
  if (isComputed(attribute.key)) {
    const plan: Plan = { kind: 'scan', why: `${attribute.key} is computed` };
    return computedCondition({ key: attribute.key, test: any, plan });
  }
  const stored = valueCondition({
    attribute,
    testOf: () => any,
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

/** The same ids, none of them sure: an option or a further test narrows them. */
export function inexact(postings: Postings): Postings {
  return { count: postings.count, exact: false, ids: () => postings.ids() };
}
