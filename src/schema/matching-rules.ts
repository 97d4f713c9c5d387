import type { MatchingRule } from './definitions.js';
import { listRules } from './rules-of-lists.js';
import { nameRules, type SchemaNames } from './rules-of-names.js';
import { stringRules } from './rules-of-strings.js';
import { valueRules } from './rules-of-values.js';

/** Every matching rule that this server evaluates, in the order of publication. */
export function matchingRules(names: SchemaNames): readonly MatchingRule[] {
  return [...nameRules(names), ...stringRules, ...listRules, ...valueRules];
}
