import type { EntryAccess } from '../../access/policy.js';
import type { ComputedAttribute, EncodedEntry } from '../../model/encoded-entry.js';
import {
  type LargeAttribute,
  type LargeValues,
  octetStringsSize,
} from '../../model/large-values.js';
import type { SimpleFilter } from '../../protocol/controls/matched-values.js';
import type { ValueTest } from '../filter/condition.js';
import type { FilterGround } from '../filter/filter-ground.js';
import { searchedAttribute } from '../filter/searched-attribute.js';
import { someValue } from '../filter/slice-values.js';
import { valueTests } from '../filter/value-tests.js';
import type { EntryView } from './entry-view.js';
import { detached } from './large-entry.js';
import { typeKey } from './selection.js';

/**
 * What leaves of an answer the values that match one of the items (RFC 3876 §2). An attribute of
 * which none does stays, without values; so does one that the reader may not search by.
 */
export function matchedValues(
  ground: FilterGround,
  items: readonly SimpleFilter[],
): (answer: EncodedEntry, entry: EntryView) => EncodedEntry {
  const of = items.map((item) => valueTests(ground, item));
  const known = new Map<string, readonly ValueTest[]>();
  const testsFor = (description: string, access: EntryAccess): readonly ValueTest[] => {
    if (!access.may(typeKey(description), 'search')) return noTests;
    let tests = known.get(description);
    if (!tests) {
      tests = of.flatMap((testOf) => testOf(description) ?? []);
      known.set(description, tests);
    }
    return tests;
  };
  const keys = items.map((item) => keyOfItem(ground, item));
  return (answer, { access }) => {
    const testsOf = (description: string): readonly ValueTest[] => testsFor(description, access);
    if (!answer.large) return { ...narrowed(answer, testsOf), large: undefined };
    // Its octets are made its own: looking up values ends the life of the reader's.
    const own = narrowed(detached(answer), testsOf);
    const large = answer.large.map((attribute) => narrowedLarge(attribute, testsOf, keys));
    return { ...own, large };
  };
}

/** The key that an equality looks for in the values of a description; undefined: it must read. */
type KeyOfItem = ((description: string) => Buffer | 'none' | undefined) | undefined;

function keyOfItem({ kernel }: FilterGround, item: SimpleFilter): KeyOfItem {
  if (item.kind !== 'equality') return undefined;
  const attribute = searchedAttribute(kernel, item.attribute);
  return (description) => {
    const equality = attribute?.covers(description)?.type.equality;
    return equality ? equality.prepareAssertion(item.value) : 'none';
  };
}

/** The same of an attribute whose values are rows: looked up where that will do. */
function narrowedLarge(
  { description, values }: LargeAttribute,
  testsFor: (description: string) => readonly ValueTest[],
  keys: readonly KeyOfItem[],
): LargeAttribute {
  const tests = testsFor(description);
  const sought = keys.map((keyOf) => keyOf?.(description));
  if (tests.length > 0 && sought.includes(undefined)) {
    return { description, values: readingValues(values, tests) };
  }
  const found = tests.length === 0 ? [] : sought.filter((each) => Buffer.isBuffer(each));
  return { description, values: valuesAt(values, found) };
}

/** Those that pass a test, each time they are read. */
function readingValues(values: LargeValues, tests: readonly ValueTest[]): LargeValues {
  const read = function* (skip = 0): Generator<Buffer> {
    let left = skip;
    for (const value of values.read()) {
      if (!matchesOne(tests, value)) continue;
      if (left > 0) left -= 1;
      else yield value;
    }
  };
  return {
    get count() {
      return [...read()].length;
    },
    valueBytes: undefined,
    get: (key) => {
      const value = values.get(key);
      return value && matchesOne(tests, value) ? value : undefined;
    },
    read,
  };
}

/** Those of these keys. */
function valuesAt(values: LargeValues, keys: readonly Buffer[]): LargeValues {
  const found = new Map<string, Buffer>();
  for (const key of keys) {
    const value = values.get(key);
    if (value) found.set(key.toString('latin1'), value);
  }
  return {
    count: found.size,
    valueBytes: octetStringsSize(found.values()),
    get: (key) => found.get(key.toString('latin1')),
    read: (skip = 0) => [...found.values()].slice(skip),
  };
}

const noTests: readonly ValueTest[] = [];

/** Attributes that stay whole stay slices; of others values are picked, views of the same bytes. */
function narrowed(
  { dn, slices, bytes, computed }: EncodedEntry,
  testsFor: (description: string) => readonly ValueTest[],
): Omit<EncodedEntry, 'large'> {
  const picked: ComputedAttribute[] = [];
  const whole = slices.filter((slice) => {
    const { description } = slice;
    const tests = testsFor(description);
    const values: Buffer[] = [];
    let count = 0;
    someValue({ bytes, start: slice.start }, (value) => {
      count += 1;
      if (matchesOne(tests, value)) values.push(value);
      return false;
    });
    if (values.length === count) return true;
    picked.push({ description, values });
    return false;
  });
  for (const { description, values } of computed) {
    const tests = testsFor(description);
    picked.push({ description, values: values.filter((value) => matchesOne(tests, value)) });
  }
  return { dn, bytes, slices: whole, computed: picked };
}

const matchesOne = (tests: readonly ValueTest[], value: Buffer): boolean =>
  tests.some((test) => test(value));
