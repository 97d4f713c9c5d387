import type { Filter } from '../model/filter.js';
import type { Reader } from '../store/reader.js';
import { type Condition, constantCondition } from './condition.js';
import type { Kernel } from './context.js';
import { approximateCondition, equalityCondition, orderCondition } from './filter-assertions.js';
import { extensibleCondition } from './filter-extensible.js';
import { presentCondition } from './filter-present.js';
import { substringsCondition } from './filter-substrings.js';
import { type Plan, intersection, union } from './plan.js';

/** What a filter is prepared against: one view of the directory. */
export interface FilterGround {
  readonly kernel: Kernel;
  readonly reader: Reader;
}

/**
 * Prepares a filter: assertions are brought to their keys, attributes resolved, indexes asked,
 * once for the whole search (RFC 4511 §4.5.1.7). Never refuses: what cannot be evaluated is
 * Undefined.
 */
export function compileFilter(ground: FilterGround, filter: Filter): Condition {
  switch (filter.kind) {
    case 'and':
      return allOf(filter.filters.map((each) => compileFilter(ground, each)));
    case 'or':
      return anyOf(filter.filters.map((each) => compileFilter(ground, each)));
    case 'not':
      return negation(compileFilter(ground, filter.filter));
    case 'present':
      return presentCondition(ground, filter.attribute);
    case 'equality':
      return equalityCondition(ground, filter);
    case 'greaterOrEqual':
    case 'lessOrEqual':
      return orderCondition(ground, filter);
    case 'approximate':
      return approximateCondition(ground, filter);
    case 'substrings':
      return substringsCondition(ground, filter);
    case 'extensible':
      return extensibleCondition(ground, filter);
  }
}

/** FALSE if one is, else Undefined if one is; an empty “and” is TRUE (RFC 4526). */
export function allOf(conditions: readonly Condition[]): Condition {
  const [only, ...more] = conditions;
  if (!only) return constantCondition(true, 'an empty “and”');
  if (more.length === 0) return only;
  return {
    plan: intersection(conditions.map(({ plan }) => plan)),
    open: (entry) => conditions.every(({ open }) => open(entry)),
    matches: (entry) => {
      let truth: boolean | undefined = true;
      for (const { matches } of conditions) {
        const each = matches(entry);
        if (each === false) return false;
        if (each === undefined) truth = undefined;
      }
      return truth;
    },
  };
}

/** TRUE if one is, else Undefined if one is; an empty “or” is FALSE (RFC 4526). */
export function anyOf(conditions: readonly Condition[]): Condition {
  const [only, ...more] = conditions;
  if (!only) return constantCondition(false, 'an empty “or”');
  if (more.length === 0) return only;
  return {
    plan: union(conditions.map(({ plan }) => plan)),
    open: (entry) => conditions.every(({ open }) => open(entry)),
    matches: (entry) => {
      let truth: boolean | undefined = false;
      for (const { matches } of conditions) {
        const each = matches(entry);
        if (each === true) return true;
        if (each === undefined) truth = undefined;
      }
      return truth;
    },
  };
}

/** TRUE for FALSE, FALSE for TRUE, Undefined for Undefined. */
function negation(condition: Condition): Condition {
  if (condition.constant) {
    const { truth } = condition.constant;
    return constantCondition(truth === undefined ? undefined : !truth, 'a constant negated');
  }
  const plan: Plan = { kind: 'scan', why: 'a negation' };
  return {
    plan,
    open: (entry) => condition.open(entry),
    matches: (entry) => {
      const truth = condition.matches(entry);
      return truth === undefined ? undefined : !truth;
    },
  };
}
