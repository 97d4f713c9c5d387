import type { AttributeType, MatchingRule } from '../../schema/definitions.js';
import type { EntryView, Truth } from '../search/entry-view.js';
import type { Plan } from './plan.js';
import type { CoveredType, SearchedAttribute } from './searched-attribute.js';
import { someValue } from './slice-values.js';

/** A filter, prepared once for one search: how to test an entry and where to look first. */
export interface Condition {
  readonly plan: Plan;
  /** The same answer for every entry, if it is so. */
  readonly constant?: { readonly truth: Truth };
  /** Whether the plan's ids are all that this reader may find: no right hides a value. */
  readonly open: (entry: EntryView) => boolean;
  readonly matches: (entry: EntryView) => Truth;
}

/** Tests one stored value; made once per type. */
export type ValueTest = (value: Buffer) => boolean;

/** A condition that answers the same for every entry. */
export function constantCondition(truth: Truth, why: string): Condition {
  return {
    plan: truth === true ? { kind: 'every' } : { kind: 'none', why },
    constant: { truth },
    open: () => true,
    matches: () => truth,
  };
}

/**
 * A condition on stored values. What the reader may not search is neither found nor denied:
 * the answer is Undefined wherever a hidden value could have changed it.
 *
 * @param as asks for the right on this attribute in place of those tested
 */
export function valueCondition(options: {
  readonly attribute: SearchedAttribute;
  readonly testOf: (type: AttributeType) => ValueTest | undefined;
  readonly plan: Plan;
  readonly as?: string;
}): Condition {
  const { attribute, plan, as } = options;
  // Made when an entry is first tested: an exact plan often needs no test at all.
  let tests: Map<CoveredType, ValueTest | undefined> | undefined;
  const testOf = (covered: CoveredType): ValueTest | undefined => {
    tests ??= new Map(attribute.types.map((each) => [each, options.testOf(each.type)]));
    return tests.get(covered);
  };
  const open = (entry: EntryView): boolean =>
    as === undefined ? attribute.searchable(entry.access) : entry.access.may(as, 'search');
  return {
    plan,
    open,
    matches: (entry) => {
      const allOpen = open(entry);
      if (!allOpen && as !== undefined) return undefined;
      const { encoded, access } = entry;
      for (const slice of encoded.slices) {
        const covered = attribute.covers(slice.description);
        if (!covered || !(allOpen || access.may(covered.key, 'search'))) continue;
        const test = testOf(covered);
        if (test && someValue(encoded.bytes, slice, test)) return true;
      }
      return allOpen ? false : undefined;
    },
  };
}

/** A condition on the values of a computed attribute. */
export function computedCondition(options: {
  readonly key: string;
  readonly test: ValueTest;
  readonly plan: Plan;
}): Condition {
  const open = (entry: EntryView): boolean => entry.access.may(options.key, 'search');
  return {
    plan: options.plan,
    open,
    matches: (entry) =>
      open(entry) ? entry.computed(options.key).some((value) => options.test(value)) : undefined,
  };
}

/** True for the ids of a set and no others. */
export function idCondition(options: {
  readonly ids: ReadonlySet<number>;
  readonly plan: Plan;
  readonly as: string;
}): Condition {
  const open = (entry: EntryView): boolean => entry.access.may(options.as, 'search');
  return {
    plan: options.plan,
    open,
    matches: (entry) => (open(entry) ? options.ids.has(entry.id) : undefined),
  };
}

/** The test of a value by an equality or ordering rule against a prepared assertion. */
export function ruleTest(
  rule: MatchingRule,
  key: Buffer,
  accepts: (order: number) => boolean,
): ValueTest {
  return (value) => {
    const prepared = rule.prepareValue(value);
    return prepared !== undefined && accepts(prepared.compare(key));
  };
}

export const isEqual = (order: number): boolean => order === 0;
