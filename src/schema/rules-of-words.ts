import { approximateKey } from './approximate.js';
import type { MatchingRule, Preparing, RuleAssertion } from './definitions.js';
import { prepareTextPart } from './insignificant-space.js';
import { directoryStrings, extensibleRule, ldapSyntax } from './matching-rule.js';
import { ignoring } from './rules-of-strings.js';
import { isDirectoryString } from './syntaxes-of-strings.js';

/**
 * wordMatch and keywordMatch (RFC 4517 §4.2.32, §4.2.21), which leave to each server what a word
 * is: here a run of letters, marks and digits, between spaces, hyphens, apostrophes or other
 * signs. wordMatch compares words as caseIgnoreMatch does, keywordMatch as `~=` does.
 */
const betweenWords = /[^\p{L}\p{M}\p{N}]+/u;

const of = { syntaxOid: ldapSyntax(15), values: directoryStrings };

function wordsOf(value: Buffer): string[] {
  return value
    .toString('utf8')
    .split(betweenWords)
    .filter((word) => word !== '');
}

/** The assertion that some word of the value has the same key as the one word asserted. */
function wordAsserted(
  assertion: Buffer,
  prepare: Preparing,
  part: Preparing,
): RuleAssertion | undefined {
  if (!isDirectoryString(assertion)) return undefined;
  const [word, ...others] = wordsOf(assertion);
  if (word === undefined || others.length > 0) return { kind: 'test', test: () => false };
  const asserted = Buffer.from(word);
  const key = prepare(asserted);
  const any = part(asserted);
  if (!key || !any) return undefined;
  const isWord = (each: string): boolean => prepare(Buffer.from(each))?.equals(key) === true;
  return {
    kind: 'test',
    test: (value) => wordsOf(value).some(isWord),
    wider: { kind: 'parts', prepare, parts: { initial: undefined, any: [any], final: undefined } },
  };
}

export const wordRules: readonly MatchingRule[] = [
  extensibleRule({
    oid: '2.5.13.32',
    name: 'wordMatch',
    ...of,
    assertion: (value) =>
      wordAsserted(value, ignoring.prepare, (word) => prepareTextPart(word, 'any', true)),
  }),
  extensibleRule({
    oid: '2.5.13.33',
    name: 'keywordMatch',
    ...of,
    assertion: (value) => wordAsserted(value, approximateKey, approximateKey),
  }),
];
