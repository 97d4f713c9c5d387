import type {
  MatchingRule,
  MatchingRuleUse,
  Preparing,
  Relation,
  RuleAssertion,
} from './definitions.js';
import { type PartPreparing, substringAssertionOf } from './substring-assertion.js';

/** What all rules are made of; the name is the OID where there is none. */
interface RuleNaming {
  readonly oid: string;
  readonly name?: string | undefined;
  readonly aliases?: readonly string[];
  readonly description?: string;
}

interface RuleFacts extends RuleNaming {
  readonly syntaxOid: string;
  /** OIDs of the syntaxes of values; the assertion's own when not given. */
  readonly values?: readonly string[];
  readonly prepare: Preparing;
  /** Where the assertion's syntax is not the value's. */
  readonly prepareAssertion?: Preparing;
  /** What every value that matches satisfies too. */
  readonly wider?: (assertion: Buffer) => RuleAssertion | undefined;
}

const root = '1.3.6.1.4.1.1466.115.121.1';
export const substringAssertion = `${root}.58`;

/** The OID of a syntax of RFC 4517 from its last number. */
export function ldapSyntax(number: number): string {
  return `${root}.${number}`;
}

/** Directory String, and Country String, Printable String, Telephone Number: kinds of it. */
export const directoryStrings: readonly string[] = [15, 11, 44, 50].map(ldapSyntax);

export function equalityRule(facts: RuleFacts): MatchingRule {
  return wholeRule(facts, { use: 'equality', relation: '=' });
}

/** TRUE of an ordering rule: the value comes before the assertion (RFC 4517 §4.2). */
export function orderingRule(facts: RuleFacts): MatchingRule {
  return wholeRule(facts, { use: 'ordering', relation: '<' });
}

function wholeRule(
  facts: RuleFacts,
  { use, relation }: { readonly use: MatchingRuleUse; readonly relation: Relation },
): MatchingRule {
  const { prepare, prepareAssertion = prepare, wider } = facts;
  return {
    ...named(facts),
    use,
    syntaxOid: facts.syntaxOid,
    valueSyntaxes: new Set(facts.values ?? [facts.syntaxOid]),
    prepareValue: prepare,
    prepareAssertion,
    assertion: (value) => {
      const asserted = orderAssertion({ prepare, prepareAssertion }, relation, value);
      const more = asserted && wider?.(value);
      return more ? { ...asserted, wider: more } : asserted;
    },
    preparePart: () => undefined,
  };
}

/** The assertion that a value's key stands in a relation to that of the value asserted. */
export function orderAssertion(
  by: { readonly prepare: Preparing; readonly prepareAssertion: Preparing },
  relation: Relation,
  value: Buffer,
): RuleAssertion | undefined {
  const key = by.prepareAssertion(value);
  return key && { kind: 'order', prepare: by.prepare, relation, key };
}

export function substringRule(
  facts: RuleNaming & {
    readonly values: readonly string[];
    readonly prepare: Preparing;
    readonly preparePart: PartPreparing;
    /** Where the rule reads more than the Substring Assertion syntax. */
    readonly assertion?: (value: Buffer) => RuleAssertion | undefined;
  },
): MatchingRule {
  const { prepare, preparePart } = facts;
  const keys = { prepareValue: prepare, preparePart };
  return {
    ...named(facts),
    use: 'substring',
    syntaxOid: substringAssertion,
    valueSyntaxes: new Set(facts.values),
    ...keys,
    prepareAssertion: prepare,
    assertion: facts.assertion ?? ((value) => substringAssertionOf(keys, value)),
  };
}

/** A rule that extensible filters alone may use: it compares no two values. */
export function extensibleRule(
  facts: RuleNaming & {
    readonly syntaxOid: string;
    readonly values: readonly string[];
    readonly assertion: (value: Buffer) => RuleAssertion | undefined;
  },
): MatchingRule {
  return {
    ...named(facts),
    use: 'extensible',
    syntaxOid: facts.syntaxOid,
    valueSyntaxes: new Set(facts.values),
    prepareValue: () => undefined,
    prepareAssertion: () => undefined,
    assertion: facts.assertion,
    preparePart: () => undefined,
  };
}

function named(
  naming: RuleNaming,
): Pick<MatchingRule, 'oid' | 'name' | 'names' | 'aliases' | 'description'> {
  const { oid, name, aliases = [], description = '' } = naming;
  const names = name === undefined ? [] : [name];
  return { oid, name: name ?? oid, names, aliases, description };
}
