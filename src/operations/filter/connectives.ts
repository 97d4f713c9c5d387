import { type Condition, constantCondition, isCandidate } from './condition.js';
import { intersection, type Plan, union } from './plan.js';

/** The connectives of a filter in three-valued logic (RFC 4511 §4.5.1.7). */

/** FALSE if one is, else Undefined if one is; an empty “and” is TRUE (RFC 4526). */
export function allOf(conditions: readonly Condition[]): Condition {
  const [only, ...more] = conditions;
  if (!only) return constantCondition(true, 'an empty “and”');
  if (more.length === 0) return only;
  return {
    plan: intersection(conditions.map(({ plan }) => plan)),
    open: (entry) => conditions.every(({ open }) => open(entry)),
    among: (entry) => conditions.every((each) => isCandidate(each, entry)),
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
    among: (entry) => conditions.some((each) => isCandidate(each, entry)),
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
export function negation(condition: Condition): Condition {
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
