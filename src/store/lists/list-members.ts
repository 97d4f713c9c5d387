import type { Filter } from '../../model/filter.js';
import type { Schema } from '../../schema/schema.js';
import type { IndexPlan, IndexedAttribute } from '../indexes/index-plan.js';
import type { IndexedValues } from '../indexes/index-update.js';

/** Whether an entry of these values is in a list. */
export type MemberTest = (values: IndexedValues) => boolean;

const none: readonly Buffer[] = [];

/** The test that the filter of a list is; the schema has seen to it that it can be made. */
export function memberTest(filter: Filter, schema: Schema, plan: IndexPlan): MemberTest {
  switch (filter.kind) {
    case 'and': {
      const tests = filter.filters.map((each) => memberTest(each, schema, plan));
      return (values) => tests.every((test) => test(values));
    }
    case 'or': {
      const tests = filter.filters.map((each) => memberTest(each, schema, plan));
      return (values) => tests.some((test) => test(values));
    }
    case 'not': {
      const test = memberTest(filter.filter, schema, plan);
      return (values) => !test(values);
    }
    case 'present': {
      const indexed = indexedAs(filter.attribute, schema, plan);
      return (values) => values.has(indexed);
    }
    case 'equality': {
      const indexed = indexedAs(filter.attribute, schema, plan);
      const rule = indexed.type.equality;
      const key = rule?.prepareAssertion(filter.value);
      if (!rule || !key) throw new Error(`${filter.attribute} has no equality to keep a list by`);
      return (values) =>
        (values.get(indexed) ?? none).some((value) => rule.prepareValue(value)?.equals(key));
    }
    case 'substrings':
    case 'greaterOrEqual':
    case 'lessOrEqual':
    case 'approximate':
    case 'extensible':
      throw new Error(`no list is kept of a filter of the kind ${filter.kind}`);
  }
}

export function indexedAs(attribute: string, schema: Schema, plan: IndexPlan): IndexedAttribute {
  const indexed = plan.get(schema.attributeType(attribute)?.name.toLowerCase() ?? '');
  if (indexed === undefined) throw new Error(`${attribute} has no index to keep a list by`);
  return indexed;
}
