import type { SubstringsFilter } from '../model/filter.js';
import type {
  MatchingRule,
  RuleAssertion,
  SubstringKeys,
  SubstringPosition,
} from './definitions.js';
import { isSubstringAssertion } from './syntaxes-of-strings.js';

/** The Substring Assertion syntax, what extensible filters give to substring rules. */

/** The parts between asterisks, unescaped; an empty one is none. */
type SubstringParts = Pick<SubstringsFilter, 'initial' | 'any' | 'final'>;

export type PartPreparing = (part: Buffer, position: SubstringPosition) => Buffer | undefined;

/**
 * Reads `initial*any*final` (RFC 4517 §3.3.30), `\2A` and `\5C` being an asterisk and a backslash;
 * undefined when the octets are not of the syntax.
 */
export function readSubstringAssertion(value: Buffer): SubstringParts | undefined {
  if (!isSubstringAssertion(value)) return undefined;
  const parts = value.toString('latin1').split('*').map(unescaped);
  const [initial] = parts;
  const final = parts.at(-1);
  return { initial, any: parts.slice(1, -1).filter((part) => part !== undefined), final };
}

function unescaped(part: string): Buffer | undefined {
  if (part === '') return undefined;
  const text = part.replace(/\\(2a|5c)/gi, (_, code: string) =>
    code === '2a' || code === '2A' ? '*' : '\\',
  );
  return Buffer.from(text, 'latin1');
}

/** The keys of parts by one rule; undefined when a part has none. */
export function preparedParts(
  { preparePart }: Pick<MatchingRule, 'preparePart'>,
  { initial, any, final }: SubstringParts,
): SubstringKeys | undefined {
  const first = initial && preparePart(initial, 'initial');
  const last = final && preparePart(final, 'final');
  const middle = any.map((part) => preparePart(part, 'any'));
  if ((initial && !first) || (final && !last)) return undefined;
  const keys = middle.filter((key) => key !== undefined);
  return keys.length < middle.length ? undefined : { initial: first, any: keys, final: last };
}

/** What a substring rule makes of an assertion of an extensible filter. */
export function substringAssertionOf(
  rule: Pick<MatchingRule, 'prepareValue' | 'preparePart'>,
  value: Buffer,
): RuleAssertion | undefined {
  const asserted = readSubstringAssertion(value);
  const parts = asserted && preparedParts(rule, asserted);
  return parts && { kind: 'parts', prepare: rule.prepareValue, parts };
}
