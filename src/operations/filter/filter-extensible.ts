import { parseDn } from '../../model/dn.js';
import type { ExtensibleFilter } from '../../model/filter.js';
import { LdapError } from '../../model/result.js';
import type { AttributeType, MatchingRule } from '../../schema/definitions.js';
import type { FilterGround } from './filter-ground.js';
import {
  type Condition,
  constantCondition,
  isEqual,
  ruleTest,
  valueCondition,
  type ValueTest,
} from './condition.js';
import type { EntryView, Truth } from '../search/entry-view.js';
import { equalTo } from './filter-assertions.js';
import type { Plan } from './plan.js';
import { type SearchedAttribute, searchedAttribute } from './searched-attribute.js';
import { someValue } from './slice-values.js';

const scan: Plan = { kind: 'scan', why: 'an extensible match' };

/** `(attribute:dn:rule:=value)` (RFC 4511 §4.5.1.7.7). */
export function extensibleCondition(ground: FilterGround, filter: ExtensibleFilter): Condition {
  const { schema } = ground.kernel;
  const named = filter.rule === undefined ? undefined : schema.matchingRule(filter.rule);
  if (filter.rule !== undefined && !named) return undefinedBy(`unknown rule ${filter.rule}`);
  if (filter.attribute === undefined) {
    return named ? anyAttribute(ground, filter, named) : undefinedBy('neither rule nor type');
  }
  const attribute = searchedAttribute(ground.kernel, filter.attribute);
  if (!attribute) return undefinedBy(`unknown attribute ${filter.attribute}`);
  const rule = named ?? attribute.type.equality;
  if (!rule || !isUsable(rule, attribute.type)) return undefinedBy('the rule is not for the type');
  if (rule === attribute.type.equality && !filter.dnAttributes) {
    return equalTo(ground, attribute, filter.value);
  }
  const test = testOf(rule, filter.value);
  if (!test) return undefinedBy('the assertion is not of the rule’s syntax');
  const stored = valueCondition({
    attribute,
    testOf: (type) => (isUsable(rule, type) ? test : undefined),
    plan: scan,
  });
  if (!filter.dnAttributes) return stored;
  return orInName(ground, stored, (type) => holdsType(attribute, type) && test);
}

const undefinedBy = (why: string): Condition => constantCondition(undefined, why);

const holdsType = (attribute: SearchedAttribute, type: AttributeType): boolean =>
  attribute.options.length === 0 && attribute.types.some((covered) => covered.type === type);

/** `(:rule:=value)`: any attribute to which the rule applies. */
function anyAttribute(
  ground: FilterGround,
  filter: ExtensibleFilter,
  rule: MatchingRule,
): Condition {
  const { schema } = ground.kernel;
  const test = testOf(rule, filter.value);
  if (!test) return undefinedBy('the assertion is not of the rule’s syntax');
  const usable = (description: string): AttributeType | undefined => {
    const type = schema.describe(description)?.type;
    return type && isUsable(rule, type) ? type : undefined;
  };
  const stored: Condition = {
    plan: scan,
    open: () => false,
    matches: ({ encoded, access }) => {
      let truth: Truth = false;
      for (const slice of encoded.slices) {
        const type = usable(slice.description);
        if (!type) continue;
        if (!access.may(type.name.toLowerCase(), 'search')) truth = undefined;
        else if (someValue(encoded.bytes, slice, test)) return true;
      }
      return truth;
    },
  };
  if (!filter.dnAttributes) return stored;
  return orInName(ground, stored, (type) => isUsable(rule, type) && test);
}

/** The same condition, satisfied also by a value in the entry's name. */
function orInName(
  { kernel }: FilterGround,
  stored: Condition,
  testIn: (type: AttributeType) => ValueTest | false,
): Condition {
  const inName = ({ encoded, access }: EntryView): boolean =>
    namePairs(encoded.dn.toString('utf8')).some(({ type: name, value }) => {
      const type = kernel.schema.attributeType(name);
      const test = type && testIn(type);
      return test !== undefined && test !== false && access.may(key(type), 'search') && test(value);
    });
  const key = (type: AttributeType | undefined): string => type?.name.toLowerCase() ?? '';
  return {
    plan: scan,
    open: () => false,
    matches: (entry) => {
      const truth = stored.matches(entry);
      return truth === true || inName(entry) ? true : truth;
    },
  };
}

function namePairs(dn: string): { readonly type: string; readonly value: Buffer }[] {
  try {
    return parseDn(dn).flat();
  } catch (error) {
    if (error instanceof LdapError) return [];
    throw error;
  }
}

/** TRUE of an ordering rule: the value comes before the assertion (RFC 4517 §4.2). */
function testOf(rule: MatchingRule, value: Buffer): ValueTest | undefined {
  if (rule.use === 'substring') return undefined;
  const key = rule.prepareAssertion(value);
  if (!key) return undefined;
  return ruleTest(rule, key, rule.use === 'equality' ? isEqual : (order) => order < 0);
}

const directoryString = '1.3.6.1.4.1.1466.115.121.1.15';
/** Country String, Printable String, Telephone Number: each a kind of Directory String. */
const kindsOfDirectoryString = new Set([
  directoryString,
  '1.3.6.1.4.1.1466.115.121.1.11',
  '1.3.6.1.4.1.1466.115.121.1.44',
  '1.3.6.1.4.1.1466.115.121.1.50',
]);

/** Whether a rule applies to a type's values, as `matchingRuleUse` would say. */
function isUsable(rule: MatchingRule, type: AttributeType): boolean {
  if (rule === type.equality || rule === type.ordering || rule === type.substring) return true;
  if (rule.syntaxOid === type.syntax.oid) return true;
  return rule.syntaxOid === directoryString && kindsOfDirectoryString.has(type.syntax.oid);
}
