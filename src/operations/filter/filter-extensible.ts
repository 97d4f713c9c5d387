import type { EntryAccess } from '../../access/policy.js';
import { parseDn } from '../../model/dn.js';
import type { ExtensibleFilter } from '../../model/filter.js';
import { LdapError } from '../../model/result.js';
import type { AttributeType, MatchingRule, RuleAssertion } from '../../schema/definitions.js';
import { ruleApplies } from '../../schema/rule-use.js';
import type { FilterGround } from './filter-ground.js';
import {
  computedCondition,
  type Condition,
  constantCondition,
  valueCondition,
  type ValueTest,
} from './condition.js';
import { isComputed } from '../search/computed.js';
import type { EntryView } from '../search/entry-view.js';
import { equalTo } from './filter-assertions.js';
import { noPostings, type Plan } from './plan.js';
import { postingsOfAssertion, testOfAssertion } from './rule-assertion.js';
import { type SearchedAttribute, searchedAttribute } from './searched-attribute.js';
import { readsSome } from './large-match.js';
import { someValue } from './slice-values.js';
import { planOver } from './stored-equality.js';

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
  if (!rule || !ruleApplies(rule, attribute.type)) return undefinedBy('the rule is not for it');
  if (rule === attribute.type.equality && !filter.dnAttributes) {
    return equalTo(ground, attribute, filter.value);
  }
  const asserted = rule.assertion(filter.value);
  if (!asserted) return undefinedBy('the assertion is not of the rule’s syntax');
  const stored = ofAttribute(ground, attribute, { rule, asserted });
  if (!filter.dnAttributes) return stored;
  const test = testOfAssertion(asserted);
  const isAsked = (type: AttributeType): boolean =>
    holdsType(attribute, type) && ruleApplies(rule, type);
  return orInName(ground, stored, (type) => isAsked(type) && test);
}

/** `(attribute:rule:=value)`, from an index where one has the keys of the rule. */
function ofAttribute(
  { reader }: FilterGround,
  attribute: SearchedAttribute,
  { rule, asserted }: { readonly rule: MatchingRule; readonly asserted: RuleAssertion },
): Condition {
  const test = testOfAssertion(asserted);
  const { key } = attribute;
  if (isComputed(key)) {
    return computedCondition({ key, test, plan: { kind: 'scan', why: `${key} is computed` } });
  }
  const applies = (type: AttributeType): boolean => ruleApplies(rule, type);
  return valueCondition({
    attribute,
    testOf: (type) => (applies(type) ? test : undefined),
    plan: planOver(attribute, (covered) =>
      applies(covered.type) ? postingsOfAssertion(reader.index, covered, asserted) : noPostings,
    ),
  });
}

const mayFind = (access: EntryAccess, name: string): boolean =>
  access.may(name.toLowerCase(), 'search');

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
  const asserted = rule.assertion(filter.value);
  if (!asserted) return undefinedBy('the assertion is not of the rule’s syntax');
  const test = testOfAssertion(asserted);
  const usable = (description: string): AttributeType | undefined => {
    const type = schema.describe(description)?.type;
    return type && ruleApplies(rule, type) ? type : undefined;
  };
  const types = schema.attributeTypes.filter((type) => ruleApplies(rule, type));
  const rights = new WeakMap<EntryAccess, boolean>();
  // By the rights alone, never by what an entry holds: that would tell of what is hidden.
  const seesAll = (access: EntryAccess): boolean => {
    const known = rights.get(access) ?? types.every(({ name }) => mayFind(access, name));
    rights.set(access, known);
    return known;
  };
  const stored: Condition = {
    plan: scan,
    open: ({ access }) => seesAll(access),
    matches: (entry) => {
      const { encoded, access } = entry;
      const isTried = (description: string): boolean => {
        const type = usable(description);
        return type !== undefined && mayFind(access, type.name);
      };
      const { slices, bytes } = encoded;
      for (const { description, start } of slices) {
        if (isTried(description) && someValue({ bytes, start }, test)) return true;
      }
      if (encoded.large) {
        const isTrue = encoded.large.some(
          ({ description, values }) => isTried(description) && readsSome(values, test),
        );
        entry.readerMoves();
        if (isTrue) return true;
      }
      return seesAll(access) ? false : undefined;
    },
  };
  if (!filter.dnAttributes) return stored;
  return orInName(ground, stored, (type) => ruleApplies(rule, type) && test);
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
    open: stored.open,
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
