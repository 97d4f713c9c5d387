import type { MatchingRule, MatchingRuleUse, SubstringPosition } from './definitions.js';

type Preparing = (value: Buffer) => Buffer | undefined;
type PartPreparing = (part: Buffer, position: SubstringPosition) => Buffer | undefined;

interface RuleFacts {
  readonly oid: string;
  readonly name: string;
  readonly syntaxOid: string;
  readonly prepare: Preparing;
  /** Where the assertion's syntax is not the value's. */
  readonly prepareAssertion?: Preparing;
}

const root = '1.3.6.1.4.1.1466.115.121.1';
export const substringAssertion = `${root}.58`;

/** The OID of a syntax of RFC 4517 from its last number. */
export function ldapSyntax(number: number): string {
  return `${root}.${number}`;
}

export function equalityRule(facts: RuleFacts): MatchingRule {
  return wholeRule(facts, 'equality');
}

export function orderingRule(facts: RuleFacts): MatchingRule {
  return wholeRule(facts, 'ordering');
}

function wholeRule(facts: RuleFacts, use: MatchingRuleUse): MatchingRule {
  const { oid, name, syntaxOid, prepare } = facts;
  return {
    oid,
    name,
    use,
    syntaxOid,
    prepareValue: prepare,
    prepareAssertion: facts.prepareAssertion ?? prepare,
    preparePart: () => undefined,
  };
}

export function substringRule(facts: {
  readonly oid: string;
  readonly name: string;
  readonly prepare: Preparing;
  readonly preparePart: PartPreparing;
}): MatchingRule {
  const { oid, name, prepare, preparePart } = facts;
  return {
    oid,
    name,
    use: 'substring',
    syntaxOid: substringAssertion,
    prepareValue: prepare,
    prepareAssertion: prepare,
    preparePart,
  };
}
