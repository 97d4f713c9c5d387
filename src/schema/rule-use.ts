import type { AttributeType, MatchingRule } from './definitions.js';

/** Whether a rule may be asked of a type's values, as `matchingRuleUse` says (RFC 4512 §4.1.4). */
export function ruleApplies(rule: MatchingRule, type: AttributeType): boolean {
  if (rule === type.equality || rule === type.ordering || rule === type.substring) return true;
  return rule.valueSyntaxes.has(type.syntax.oid);
}
