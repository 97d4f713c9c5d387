import type { ValuePlace } from '../../model/encoded-entry.js';
import { octetsStandAt } from '../../model/octets.js';
import type { AttributeType, MatchingRule } from '../../schema/definitions.js';
import type { EntryIds } from '../../store/reader.js';
import type { EntryView, Truth } from '../search/entry-view.js';
import { includesId } from './id-search.js';
import { knownIds, type Plan } from './plan.js';
import type { CoveredType, SearchedAttribute } from './searched-attribute.js';
import { type LargeTest, readingTest, someLarge, type ValueTest } from './large-match.js';
import { someCovered, someValue } from './slice-values.js';

export type { ValueTest };

/** A filter, prepared once for one search: how to test an entry and where to look first. */
export interface Condition {
  readonly plan: Plan;
  /** The same answer for every entry, if it is so. */
  readonly constant?: { readonly truth: Truth };
  /** Whether the plan's ids are all that this reader may find: no right hides a value. */
  readonly open: (entry: EntryView) => boolean;
  readonly matches: (entry: EntryView) => Truth;
  /** `isCandidate` of a condition made of others. */
  readonly among?: (entry: EntryView) => boolean;
}

/**
 * Whether an entry is left to be looked at when every index that the filter may ask has ruled out
 * what it can: the same whichever of them the plan finds worth reading.
 */
export function isCandidate({ among, plan, matches }: Condition, entry: EntryView): boolean {
  if (among) return among(entry);
  return plan.kind === 'scan' || plan.kind === 'every' || matches(entry) === true;
}

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
 * @param ofLarge where a large attribute need not be read for the answer
 */
export function valueCondition(options: {
  readonly attribute: SearchedAttribute;
  readonly testOf: (type: AttributeType) => ValueTest | undefined;
  readonly ofLarge?: LargeTest;
  readonly plan: Plan;
  readonly as?: string | undefined;
}): Condition {
  const { attribute, plan, as } = options;
  // Made when an entry is first tested: an exact plan often needs no test at all.
  const tests = new Map<CoveredType, ValueTest | undefined>();
  const testOf = (covered: CoveredType): ValueTest | undefined => {
    let test = tests.get(covered);
    if (!test) tests.set(covered, (test = options.testOf(covered.type)));
    return test;
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
      const isTrueAt = (values: ValuePlace, covered: CoveredType): boolean => {
        if (!allOpen && !access.may(covered.key, 'search')) return false;
        const test = testOf(covered);
        return test !== undefined && someValue(values, test);
      };
      if (someCovered(encoded, attribute, isTrueAt)) return true;
      if (encoded.large) {
        const test = options.ofLarge ?? readingTest(options.testOf);
        const open = allOpen ? {} : { access };
        const isTrue = someLarge(encoded.large, { attribute, test, ...open });
        entry.readerMoves();
        if (isTrue) return true;
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

/**
 * True for these ids, in ascending order, and no others.
 *
 * @param as the attribute that the reader must be allowed to search
 */
export function idCondition(as: string, ids: EntryIds): Condition {
  const open = (entry: EntryView): boolean => entry.access.may(as, 'search');
  return {
    plan: knownIds(as, ids),
    open,
    matches: (entry) => (open(entry) ? includesId(ids, entry.id) : undefined),
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

/** The same for equality alone. */
export function equalTest(rule: MatchingRule, key: Buffer): ValueTest {
  return (value) => {
    const prepared = rule.prepareValue(value);
    return prepared?.length === key.length && octetsStandAt(prepared, 0, key);
  };
}

export const isEqual = (order: number): boolean => order === 0;
