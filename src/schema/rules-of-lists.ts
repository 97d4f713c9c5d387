import type { MatchingRule, SubstringPosition } from './definitions.js';
import { prepareText, prepareTextPart } from './insignificant-space.js';
import { equalityRule, ldapSyntax, substringRule } from './matching-rule.js';

/**
 * caseIgnoreListMatch and its substrings (RFC 4517 §4.2.9, §4.2.10), for postal addresses. The
 * prepared lines are joined by NUL, which no prepared string holds: no part of a substring
 * assertion can match across two lines.
 */

const postalAddress = ldapSyntax(41);
const separator = Buffer.from([0]);

function prepareList(value: Buffer): Buffer | undefined {
  const keys: Buffer[] = [];
  for (const line of value.toString('latin1').split('$')) {
    const key = prepareText(unescapeLine(line), true);
    if (key === undefined) return undefined;
    if (keys.length > 0) keys.push(separator);
    keys.push(key);
  }
  return Buffer.concat(keys);
}

/** `\24` is a dollar and `\5C` a backslash (RFC 4517 §3.3.28). */
function unescapeLine(line: string): Buffer {
  const text = line.replace(/\\(24|5c)/gi, (_, code: string) => (code === '24' ? '$' : '\\'));
  return Buffer.from(text, 'latin1');
}

function preparePart(part: Buffer, position: SubstringPosition): Buffer | undefined {
  return prepareTextPart(unescapeLine(part.toString('latin1')), position, true);
}

export const listRules: readonly MatchingRule[] = [
  equalityRule({
    oid: '2.5.13.11',
    name: 'caseIgnoreListMatch',
    syntaxOid: postalAddress,
    prepare: prepareList,
  }),
  substringRule({
    oid: '2.5.13.12',
    name: 'caseIgnoreListSubstringsMatch',
    values: [postalAddress],
    prepare: prepareList,
    preparePart,
  }),
];
