import type { MatchingRule, RuleAssertion } from './definitions.js';
import { instantOf } from './generalized-time.js';
import { integerKey, isInteger } from './integer.js';
import {
  equalityRule,
  extensibleRule,
  ldapSyntax,
  orderingRule,
  substringRule,
} from './matching-rule.js';
import { csnKey, isAuthPassword, isBitString, isBoolean, uuidKey } from './syntaxes-of-values.js';

/** The matching rules of values that are not strings (RFC 4517 §4.2, RFC 4530). */

const integers = { syntaxOid: ldapSyntax(27), prepare: integerKey };
/** Octet String, and what else is one in ASN.1: Audio, Fax, JPEG (RFC 4517 §4.2.27). */
const octetStrings = [40, 4, 23, 28].map(ldapSyntax);
const copied = (value: Buffer): Buffer => Buffer.from(value);
const octets = { syntaxOid: ldapSyntax(40), values: octetStrings, prepare: copied };
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

/** Integers as their bits in two's complement, as Active Directory and OpenLDAP ask of flags. */
function bitRule(
  oid: string,
  name: string,
  accepts: (value: bigint, mask: bigint) => boolean,
): MatchingRule {
  const { syntaxOid } = integers;
  const assertion = (asserted: Buffer): RuleAssertion | undefined => {
    if (!isInteger(asserted)) return undefined;
    const mask = BigInt(asserted.toString('latin1'));
    const test = (value: Buffer): boolean =>
      isInteger(value) && accepts(BigInt(value.toString('latin1')), mask);
    return { kind: 'test', test };
  };
  return extensibleRule({ oid, name, syntaxOid, values: [syntaxOid], assertion });
}

/** Scheme, information and value, without the spaces that may stand between (RFC 3112 §2.2). */
function authPasswordKey(value: Buffer): Buffer | undefined {
  return isAuthPassword(value)
    ? Buffer.from(value.toString('latin1').replaceAll(' ', ''), 'latin1')
    : undefined;
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
  bitRule('1.2.840.113556.1.4.803', 'integerBitAndMatch', (value, mask) => (value & mask) === mask),
  bitRule('1.2.840.113556.1.4.804', 'integerBitOrMatch', (value, mask) => (value & mask) !== 0n),
  equalityRule({
    oid: '2.5.13.16',
    name: 'bitStringMatch',
    syntaxOid: ldapSyntax(6),
    prepare: (value) => (isBitString(value) ? Buffer.from(value) : undefined),
  }),
  equalityRule({ oid: '2.5.13.17', name: 'octetStringMatch', ...octets }),
  orderingRule({ oid: '2.5.13.18', name: 'octetStringOrderingMatch', ...octets }),
  substringRule({
    oid: '2.5.13.19',
    name: 'octetStringSubstringsMatch',
    values: octetStrings,
    prepare: copied,
    preparePart: copied,
  }),
  equalityRule({
    oid: '2.5.13.22',
    name: 'presentationAddressMatch',
    syntaxOid: ldapSyntax(43),
    prepare: copied,
  }),
  equalityRule({
    oid: '2.5.13.24',
    name: 'protocolInformationMatch',
    syntaxOid: ldapSyntax(42),
    prepare: copied,
  }),
  equalityRule({ oid: '2.5.13.27', name: 'generalizedTimeMatch', ...times }),
  orderingRule({ oid: '2.5.13.28', name: 'generalizedTimeOrderingMatch', ...times }),
  equalityRule({
    oid: '2.5.13.29',
    name: 'integerFirstComponentMatch',
    syntaxOid: integers.syntaxOid,
    values: [ldapSyntax(17)],
    prepare: firstInteger,
    prepareAssertion: integerKey,
  }),
  equalityRule({
    oid: '1.3.6.1.4.1.4203.1.2.2',
    name: 'authPasswordExactMatch',
    syntaxOid: '1.3.6.1.4.1.4203.1.1.2',
    prepare: authPasswordKey,
  }),
  equalityRule({ oid: '1.3.6.1.1.16.2', name: 'UUIDMatch', ...uuids }),
  orderingRule({ oid: '1.3.6.1.1.16.3', name: 'UUIDOrderingMatch', ...uuids }),
  equalityRule({ oid: '1.3.6.1.4.1.4203.666.11.2.2', name: 'CSNMatch', ...csns }),
  orderingRule({ oid: '1.3.6.1.4.1.4203.666.11.2.3', name: 'CSNOrderingMatch', ...csns }),
];
