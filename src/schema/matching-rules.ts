import type { MatchingRule } from './definitions.js';
import { certificateRules } from './rules-of-certificates.js';
import { collationRules } from './rules-of-collation.js';
import { listRules } from './rules-of-lists.js';
import { nameRules, type SchemaNames } from './rules-of-names.js';
import { positionRules } from './rules-of-positions.js';
import { stringRules } from './rules-of-strings.js';
import { valueRules } from './rules-of-values.js';
import { wordRules } from './rules-of-words.js';

/** Every matching rule that this server evaluates, in the order of publication. */
export function matchingRules(names: SchemaNames): readonly MatchingRule[] {
  return [
    ...nameRules(names),
    ...positionRules(names),
    ...stringRules,
    ...wordRules,
    ...listRules,
    ...collationRules,
    ...valueRules,
    ...certificateRules(names),
  ];
}
