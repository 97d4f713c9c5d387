import type { AttributeType } from './definitions.js';

/** The equality key of a value; undefined without an equality rule or a preparable value. */
export function equalityKey(type: AttributeType, value: Buffer): Buffer | undefined {
  return type.equality?.prepareValue(value);
}
