import type { SubstringsFilter } from '../../model/filter.js';
import type { AttributeType, SubstringKeys } from '../../schema/definitions.js';
import { preparedParts } from '../../schema/substring-assertion.js';
import type { FilterGround } from './filter-ground.js';
import { type Condition, constantCondition, valueCondition, type ValueTest } from './condition.js';
import { isComputed } from '../search/computed.js';
import { planOver } from './stored-equality.js';
import { searchedAttribute } from './searched-attribute.js';

/** `(attribute=initial*any*final)`: the parts in order, none overlapping (RFC 4517 §4.2). */
export function substringsCondition(ground: FilterGround, filter: SubstringsFilter): Condition {
  const attribute = searchedAttribute(ground.kernel, filter.attribute);
  if (!attribute) return constantCondition(undefined, `unknown attribute ${filter.attribute}`);
  if (isComputed(attribute.key) || !partsFor(attribute.type, filter)) {
    return constantCondition(undefined, `${attribute.key} has no such substrings`);
  }
  return valueCondition({
    attribute,
    testOf: (type) => testFor(type, filter),
    plan: planOver(attribute, ({ type, key }) => {
      const parts = partsFor(type, filter);
      return parts && ground.reader.index.substring(key, parts);
    }),
  });
}

function partsFor(type: AttributeType, filter: SubstringsFilter): SubstringKeys | undefined {
  return type.substring && preparedParts(type.substring, filter);
}

/** The test of a type's values by its own SUBSTR rule. */
export function testFor(type: AttributeType, filter: SubstringsFilter): ValueTest | undefined {
  const rule = type.substring;
  const parts = partsFor(type, filter);
  if (!rule || !parts) return undefined;
  return (value) => {
    const key = rule.prepareValue(value);
    return key !== undefined && holdsParts(key, parts);
  };
}

/** Whether the parts stand in the key one after the other. */
export function holdsParts(key: Buffer, { initial, any, final }: SubstringKeys): boolean {
  let at = 0;
  if (initial) {
    if (!key.subarray(0, initial.length).equals(initial)) return false;
    at = initial.length;
  }
  const end = key.length - (final?.length ?? 0);
  if (end < at || (final && !key.subarray(end).equals(final))) return false;
  for (const part of any) {
    const found = key.indexOf(part, at);
    if (found < 0 || found + part.length > end) return false;
    at = found + part.length;
  }
  return true;
}
