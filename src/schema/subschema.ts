import type { Attribute } from '../model/entry.js';
import type { AttributeType, MatchingRule, ObjectClass, Syntax } from './definitions.js';
import { ruleText, ruleUseText, syntaxText } from './published-definition.js';
import { ruleApplies } from './rule-use.js';

/** What the subschema subentry publishes (RFC 4512 §4.2). */
export function subschemaOf(parts: {
  readonly attributeTypes: readonly AttributeType[];
  readonly objectClasses: readonly ObjectClass[];
  readonly matchingRules: readonly MatchingRule[];
  readonly syntaxes: readonly Syntax[];
}): readonly Attribute[] {
  const { attributeTypes, objectClasses, matchingRules, syntaxes } = parts;
  const uses = matchingRules.flatMap((rule) => {
    const types = attributeTypes.filter((type) => ruleApplies(rule, type)).map(({ name }) => name);
    return types.length === 0 ? [] : [ruleUseText(rule, types)];
  });
  return [
    attribute(
      'objectClasses',
      objectClasses.map(({ text }) => text),
    ),
    attribute(
      'attributeTypes',
      attributeTypes.map(({ text }) => text),
    ),
    attribute('ldapSyntaxes', syntaxes.map(syntaxText)),
    attribute('matchingRules', matchingRules.map(ruleText)),
    attribute('matchingRuleUse', uses),
  ];
}

function attribute(description: string, texts: readonly string[]): Attribute {
  return { description, values: texts.map((text) => Buffer.from(text)) };
}
