import type { EntryAccess } from '../../access/policy.js';
import type { AttributeType } from '../../schema/definitions.js';
import type { LargeAttribute, LargeValues } from '../../model/large-values.js';
import type { CoveredType, SearchedAttribute } from './searched-attribute.js';

/** A test of one value; made once per type. */
export type ValueTest = (value: Buffer) => boolean;

/** Whether some value of a large attribute satisfies a condition. */
export type LargeTest = (values: LargeValues, type: AttributeType) => boolean;

/** By reading the values until one satisfies the test. */
export function readingTest(testOf: (type: AttributeType) => ValueTest | undefined): LargeTest {
  return (values, type) => {
    const test = testOf(type);
    return test !== undefined && readsSome(values, test);
  };
}

/** Whether some value satisfies a test, read one by one. */
export function readsSome(values: LargeValues, test: ValueTest): boolean {
  for (const value of values.read()) if (test(value)) return true;
  return false;
}

/** By looking up the one value that can equal an assertion. */
export function keyTest(keyOf: (type: AttributeType) => Buffer | undefined): LargeTest {
  return (values, type) => {
    const key = keyOf(type);
    return key !== undefined && values.get(key) !== undefined;
  };
}

/** There always is a value. */
export const presenceTest: LargeTest = ({ count }) => count > 0;

/**
 * Whether a large attribute that is covered, and may be searched, satisfies the test. Reads rows,
 * which ends the life of the entry's bytes.
 */
export function someLarge(
  large: readonly LargeAttribute[],
  asked: {
    readonly attribute: SearchedAttribute;
    readonly test: LargeTest;
    /** Absent: all of them may be searched. */
    readonly access?: EntryAccess;
  },
): boolean {
  const { attribute, test, access } = asked;
  const mayTest = (covered: CoveredType): boolean =>
    access === undefined || access.may(covered.key, 'search');
  return large.some(({ description, values }) => {
    const covered = attribute.covers(description);
    return covered !== undefined && mayTest(covered) && test(values, covered.type);
  });
}
