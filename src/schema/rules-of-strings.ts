import type { MatchingRule } from './definitions.js';
import {
  prepareNumeric,
  prepareNumericPart,
  prepareTelephone,
  prepareTelephonePart,
} from './insignificant-character.js';
import { prepareText, prepareTextPart } from './insignificant-space.js';
import { isIa5, isNumericString } from './syntaxes-of-strings.js';
import {
  directoryStrings,
  equalityRule,
  ldapSyntax,
  orderAssertion,
  orderingRule,
  substringRule,
} from './matching-rule.js';

/** The matching rules of strings (RFC 4517 §4.2). */

const directoryString = ldapSyntax(15);
const ia5String = ldapSyntax(26);
const numericString = ldapSyntax(36);

/** These syntaxes have no empty value: it asserts nothing (RFC 4517 §3.3.6, §3.3.23, §3.3.31). */
const notEmpty =
  (prepare: (value: Buffer) => Buffer | undefined) =>
  (assertion: Buffer): Buffer | undefined =>
    assertion.length === 0 ? undefined : prepare(assertion);

export const ignoring = {
  prepare: (value: Buffer) => prepareText(value, true),
  prepareAssertion: notEmpty((value) => prepareText(value, true)),
  preparePart: (part: Buffer, position: 'initial' | 'any' | 'final') =>
    prepareTextPart(part, position, true),
};
const exact = {
  prepare: (value: Buffer) => prepareText(value, false),
  prepareAssertion: notEmpty((value) => prepareText(value, false)),
  preparePart: (part: Buffer, position: 'initial' | 'any' | 'final') =>
    prepareTextPart(part, position, false),
};
/** Of the syntax, or with one of the other hyphens that RFC 4518 §2.6.3 makes nothing of. */
const telephoneAssertion = /^[A-Za-z0-9'()+,.=/:? \u00A0\u058A\u2010\u2011\u2212\uFE63\uFF0D-]+$/;

const numeric = {
  prepare: prepareNumeric,
  prepareAssertion: (assertion: Buffer) =>
    isNumericString(assertion) ? prepareNumeric(assertion) : undefined,
  preparePart: prepareNumericPart,
};
const telephone = {
  prepare: prepareTelephone,
  prepareAssertion: (assertion: Buffer) =>
    telephoneAssertion.test(assertion.toString('utf8')) ? prepareTelephone(assertion) : undefined,
  preparePart: prepareTelephonePart,
};
/** IA5 rules prepare as the others do but know ASCII alone: anything else is Undefined. */
function ofIa5({ prepare, preparePart }: typeof exact): Omit<typeof exact, 'prepareAssertion'> {
  return {
    prepare: (value) => (isIa5(value) ? prepare(value) : undefined),
    preparePart: (part, position) => (isIa5(part) ? preparePart(part, position) : undefined),
  };
}

// One preparation each, so that equality and substring rules give the same keys to one index.
const exactIa5 = ofIa5(exact);
const ignoringIa5 = ofIa5(ignoring);
const ofAllIa5 = { ...ignoringIa5, prepareAssertion: ignoringIa5.prepare };

const ia5 = '1.3.6.1.4.1.1466.109.114';
const ofDirectory = { syntaxOid: directoryString, values: directoryStrings };
const partsOfDirectory = { values: directoryStrings };
const partsOfIa5 = { values: [ia5String] };
const ofNumeric = { syntaxOid: numericString, ...numeric };

export const stringRules: readonly MatchingRule[] = [
  equalityRule({ oid: '2.5.13.2', name: 'caseIgnoreMatch', ...ofDirectory, ...ignoring }),
  orderingRule({ oid: '2.5.13.3', name: 'caseIgnoreOrderingMatch', ...ofDirectory, ...ignoring }),
  substringRule({
    oid: '2.5.13.4',
    name: 'caseIgnoreSubstringsMatch',
    ...partsOfDirectory,
    ...ignoring,
  }),
  equalityRule({
    oid: '2.5.13.5',
    name: 'caseExactMatch',
    ...ofDirectory,
    ...exact,
    wider: (assertion) => orderAssertion(ignoring, '=', assertion),
  }),
  orderingRule({ oid: '2.5.13.6', name: 'caseExactOrderingMatch', ...ofDirectory, ...exact }),
  substringRule({
    oid: '2.5.13.7',
    name: 'caseExactSubstringsMatch',
    ...partsOfDirectory,
    ...exact,
  }),
  equalityRule({ oid: '2.5.13.8', name: 'numericStringMatch', ...ofNumeric }),
  orderingRule({ oid: '2.5.13.9', name: 'numericStringOrderingMatch', ...ofNumeric }),
  substringRule({
    oid: '2.5.13.10',
    name: 'numericStringSubstringsMatch',
    values: [numericString],
    ...numeric,
  }),
  equalityRule({
    oid: '2.5.13.20',
    name: 'telephoneNumberMatch',
    syntaxOid: ldapSyntax(50),
    ...telephone,
  }),
  substringRule({
    oid: '2.5.13.21',
    name: 'telephoneNumberSubstringsMatch',
    values: [ldapSyntax(50)],
    ...telephone,
  }),
  equalityRule({
    oid: `${ia5}.1`,
    name: 'caseExactIA5Match',
    syntaxOid: ia5String,
    ...exactIa5,
    wider: (assertion) => orderAssertion(ofAllIa5, '=', assertion),
  }),
  equalityRule({
    oid: `${ia5}.2`,
    name: 'caseIgnoreIA5Match',
    syntaxOid: ia5String,
    ...ignoringIa5,
  }),
  substringRule({
    oid: `${ia5}.3`,
    name: 'caseIgnoreIA5SubstringsMatch',
    ...partsOfIa5,
    ...ignoringIa5,
  }),
  substringRule({
    oid: '1.3.6.1.4.1.4203.1.2.1',
    name: 'caseExactIA5SubstringsMatch',
    ...partsOfIa5,
    ...exactIa5,
  }),
];

/** The rules whose keys are framed by the spaces of RFC 4518 §2.6.1. */
export const spaceFramedRules: ReadonlySet<string> = new Set([
  '2.5.13.2',
  '2.5.13.5',
  `${ia5}.1`,
  `${ia5}.2`,
]);
