import type { MatchingRule } from './definitions.js';
import { instantOf } from './generalized-time.js';
import { integerKey } from './integer.js';
import { equalityRule, ldapSyntax, orderingRule } from './matching-rule.js';
import { csnKey, isBitString, isBoolean, uuidKey } from './syntaxes-of-values.js';

/** The matching rules of values that are not strings (RFC 4517 §4.2, RFC 4523, RFC 4530). */

const integers = { syntaxOid: ldapSyntax(27), prepare: integerKey };
const octets = { syntaxOid: ldapSyntax(40), prepare: (value: Buffer) => Buffer.from(value) };
const times = { syntaxOid: ldapSyntax(24), prepare: timeKey };
const uuids = { syntaxOid: '1.3.6.1.1.16.1', prepare: uuidKey };
const csns = { syntaxOid: '1.3.6.1.4.1.4203.666.11.2.1', prepare: csnKey };

function timeKey(value: Buffer): Buffer | undefined {
  const instant = instantOf(value);
  return instant === undefined ? undefined : Buffer.from(instant, 'latin1');
}

/** The integer that opens `( 5 NAME …`, a DIT structure rule. */
function firstInteger(value: Buffer): Buffer | undefined {
  const match = /^\( *(-?\d+)[ )]/.exec(value.toString('latin1'));
  return integerKey(match?.[1] === undefined ? value : Buffer.from(match[1], 'latin1'));
}

/** Compared octet by octet: these assertions' own grammars (RFC 4523 §2) are not read. */
function certificateRule(oid: string, name: string, syntaxOid: string): MatchingRule {
  return equalityRule({ oid, name, ...octets, syntaxOid });
}

export const valueRules: readonly MatchingRule[] = [
  equalityRule({
    oid: '2.5.13.13',
    name: 'booleanMatch',
    syntaxOid: ldapSyntax(7),
    prepare: (value) => (isBoolean(value) ? Buffer.from(value) : undefined),
  }),
  equalityRule({ oid: '2.5.13.14', name: 'integerMatch', ...integers }),
  orderingRule({ oid: '2.5.13.15', name: 'integerOrderingMatch', ...integers }),
  equalityRule({
    oid: '2.5.13.16',
    name: 'bitStringMatch',
    syntaxOid: ldapSyntax(6),
    prepare: (value) => (isBitString(value) ? Buffer.from(value) : undefined),
  }),
  equalityRule({ oid: '2.5.13.17', name: 'octetStringMatch', ...octets }),
  orderingRule({ oid: '2.5.13.18', name: 'octetStringOrderingMatch', ...octets }),
  equalityRule({
    oid: '2.5.13.22',
    name: 'presentationAddressMatch',
    ...octets,
    syntaxOid: ldapSyntax(43),
  }),
  equalityRule({
    oid: '2.5.13.24',
    name: 'protocolInformationMatch',
    ...octets,
    syntaxOid: ldapSyntax(42),
  }),
  equalityRule({ oid: '2.5.13.27', name: 'generalizedTimeMatch', ...times }),
  orderingRule({ oid: '2.5.13.28', name: 'generalizedTimeOrderingMatch', ...times }),
  equalityRule({
    oid: '2.5.13.29',
    name: 'integerFirstComponentMatch',
    syntaxOid: integers.syntaxOid,
    prepare: firstInteger,
    prepareAssertion: integerKey,
  }),
  certificateRule('2.5.13.34', 'certificateExactMatch', '1.3.6.1.1.15.1'),
  certificateRule('2.5.13.36', 'certificatePairExactMatch', '1.3.6.1.1.15.3'),
  certificateRule('2.5.13.38', 'certificateListExactMatch', '1.3.6.1.1.15.5'),
  certificateRule('2.5.13.40', 'algorithmIdentifierMatch', '1.3.6.1.1.15.7'),
  equalityRule({ oid: '1.3.6.1.1.16.2', name: 'UUIDMatch', ...uuids }),
  orderingRule({ oid: '1.3.6.1.1.16.3', name: 'UUIDOrderingMatch', ...uuids }),
  equalityRule({ oid: '1.3.6.1.4.1.4203.666.11.2.2', name: 'CSNMatch', ...csns }),
  orderingRule({ oid: '1.3.6.1.4.1.4203.666.11.2.3', name: 'CSNOrderingMatch', ...csns }),
];
