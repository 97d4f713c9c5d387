import type { AttributeType } from './definitions.js';

/** The equality key of a value; undefined without an equality rule or a preparable value. */
export function equalityKey(type: AttributeType, value: Buffer): Buffer | undefined {
  return type.equality?.prepareValue(value);
}

/**
 * Whether two values are one value of the attribute: by its equality rule, and octet by octet
 * where it has none or a value cannot be prepared.
 */
export function sameValue(type: AttributeType, a: Buffer, b: Buffer): boolean {
  if (a.equals(b)) return true;
  const key = equalityKey(type, a);
  const other = key === undefined ? undefined : equalityKey(type, b);
  return key !== undefined && other !== undefined && key.equals(other);
}
