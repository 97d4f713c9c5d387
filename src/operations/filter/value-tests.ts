import type { AssertionFilter, ExtensibleFilter } from '../../model/filter.js';
import type { SimpleFilter } from '../../protocol/controls/matched-values.js';
import type { AttributeType, MatchingRule } from '../../schema/definitions.js';
import { ruleApplies } from '../../schema/rule-use.js';
import type { ValueTest } from './condition.js';
import { approximateTest } from './filter-assertions.js';
import type { FilterGround } from './filter-ground.js';
import { testFor as substringsTest } from './filter-substrings.js';
import { testOfAssertion } from './rule-assertion.js';
import { searchedAttribute } from './searched-attribute.js';
import { assertedValue, equalityTest, testBy } from './stored-equality.js';

/** The test that a filter item is for a description’s values; undefined: it is TRUE of none. */
export type TestOfDescription = (description: string) => ValueTest | undefined;

const never: TestOfDescription = () => undefined;

/** An item of a filter as a test of single values (RFC 3876 §2). */
export function valueTests(ground: FilterGround, item: SimpleFilter): TestOfDescription {
  if (item.kind === 'extensible') return extensibleTests(ground, item);
  const attribute = searchedAttribute(ground.kernel, item.attribute);
  if (!attribute) return never;
  if (item.kind === 'present') {
    return (description) => attribute.covers(description) && whatever;
  }
  if (item.kind === 'substrings') {
    return (description) => {
      const covered = attribute.covers(description);
      return covered && substringsTest(covered.type, item);
    };
  }
  const value = assertedValue(ground, attribute, item.value);
  if (!value) return never;
  return (description) => {
    const covered = attribute.covers(description);
    return covered && assertionTest(covered.type, item.kind, value);
  };
}

const whatever: ValueTest = () => true;

function assertionTest(
  type: AttributeType,
  kind: AssertionFilter['kind'],
  value: Buffer,
): ValueTest | undefined {
  const { ordering } = type;
  switch (kind) {
    case 'equality':
      return equalityTest(type, value);
    case 'approximate':
      return approximateTest(type, value);
    case 'greaterOrEqual':
      return ordering && testBy(ordering, value, (order) => order >= 0);
    case 'lessOrEqual':
      // Without ORDERING, only being equal is known to be “less or equal”.
      return ordering ? testBy(ordering, value, (order) => order <= 0) : equalityTest(type, value);
  }
}

function extensibleTests(
  { kernel }: FilterGround,
  { rule: named, attribute: description, value }: ExtensibleFilter,
): TestOfDescription {
  const { schema } = kernel;
  const rule = named === undefined ? undefined : schema.matchingRule(named);
  if (named !== undefined && !rule) return never;
  const testIn = (type: AttributeType, by: MatchingRule | undefined): ValueTest | undefined => {
    const asserted = by && ruleApplies(by, type) ? by.assertion(value) : undefined;
    return asserted && testOfAssertion(asserted);
  };
  if (description === undefined) {
    return (stored) => {
      const type = schema.describe(stored)?.type;
      return type && testIn(type, rule);
    };
  }
  const attribute = searchedAttribute(kernel, description);
  if (!attribute) return never;
  return (stored) => {
    const covered = attribute.covers(stored);
    return covered && testIn(covered.type, rule ?? attribute.type.equality);
  };
}
