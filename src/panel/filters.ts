import type { Filter } from '../model/filter.js';

/** Filters as the searches of the panel write them: text in, values out. */

export const equal = (attribute: string, text: string): Filter => ({
  kind: 'equality',
  attribute,
  value: Buffer.from(text),
});

export const atLeast = (attribute: string, text: string): Filter => ({
  kind: 'greaterOrEqual',
  attribute,
  value: Buffer.from(text),
});

export const present = (attribute: string): Filter => ({ kind: 'present', attribute });

export const all = (...filters: readonly Filter[]): Filter => ({ kind: 'and', filters });
export const any = (...filters: readonly Filter[]): Filter => ({ kind: 'or', filters });
export const not = (filter: Filter): Filter => ({ kind: 'not', filter });

const substrings = (
  attribute: string,
  parts: { initial?: string; any?: readonly string[]; final?: string },
): Filter => ({
  kind: 'substrings',
  attribute,
  initial: bufferOf(parts.initial),
  any: (parts.any ?? []).map((part) => Buffer.from(part)),
  final: bufferOf(parts.final),
});

const bufferOf = (text: string | undefined): Buffer | undefined =>
  text === undefined || text === '' ? undefined : Buffer.from(text);

export const startsWith = (attribute: string, text: string): Filter =>
  substrings(attribute, { initial: text });

export const contains = (attribute: string, text: string): Filter =>
  substrings(attribute, { any: [text] });

/**
 * What a person types in one field: `dup*ont` as written; without a star, the values that
 * contain the text. Stars alone ask for presence.
 */
export function typed(attribute: string, text: string): Filter {
  if (!text.includes('*')) return contains(attribute, text);
  const parts = text.split('*');
  const inner = parts.slice(1, -1).filter((part) => part !== '');
  const [initial = '', final = ''] = [parts[0], parts.at(-1)];
  if (initial === '' && final === '' && inner.length === 0) return present(attribute);
  return substrings(attribute, { initial, any: inner, final });
}
