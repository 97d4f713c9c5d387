import type { Filter } from '../model/filter.js';
import type { MatchingRule } from './definitions.js';
import type { Schema } from './schema.js';

/** Terms that the filter of a list may have. */
const termsMax = 64;

/**
 * The key of a filter whose list may be kept: whatever their spelling, the order of their parts
 * and the nesting of `&` in `&`, filters that ask the same of an entry have the same. Undefined
 * for any other filter, and for one that says too much.
 */
export function listKey(schema: Schema, filter: Filter): string | undefined {
  const terms = { left: termsMax };
  return keyOf(schema, filter, terms);
}

function keyOf(schema: Schema, filter: Filter, terms: { left: number }): string | undefined {
  switch (filter.kind) {
    case 'and':
    case 'or':
      return keyOfAll(schema, filter, terms);
    case 'not': {
      const inner = keyOf(schema, filter.filter, terms);
      return inner === undefined ? undefined : `(!${inner})`;
    }
    case 'present':
      return itemKey(schema, filter.attribute, terms, () => '*');
    case 'equality':
      return itemKey(schema, filter.attribute, terms, (rule) =>
        rule?.prepareAssertion(filter.value)?.toString('hex'),
      );
    case 'substrings':
    case 'greaterOrEqual':
    case 'lessOrEqual':
    case 'approximate':
    case 'extensible':
      return undefined;
  }
}

function keyOfAll(
  schema: Schema,
  { kind, filters }: Filter & { readonly kind: 'and' | 'or' },
  terms: { left: number },
): string | undefined {
  const keys = new Set<string>();
  for (const part of flattened(kind, filters)) {
    const key = keyOf(schema, part, terms);
    if (key === undefined) return undefined;
    keys.add(key);
  }
  const [only, ...more] = [...keys].sort();
  if (only === undefined) return undefined;
  return more.length === 0 ? only : `(${kind === 'and' ? '&' : '|'}${[only, ...more].join('')})`;
}

function* flattened(kind: 'and' | 'or', filters: readonly Filter[]): Generator<Filter> {
  for (const each of filters) {
    if (each.kind === kind) yield* flattened(kind, each.filters);
    else yield each;
  }
}

function itemKey(
  schema: Schema,
  description: string,
  terms: { left: number },
  valueOf: (rule: MatchingRule | undefined) => string | undefined,
): string | undefined {
  terms.left -= 1;
  if (terms.left < 0) return undefined;
  const described = schema.describe(description);
  if (described === undefined || described.options.length > 0) return undefined;
  const value = valueOf(described.type.equality);
  return value === undefined ? undefined : `(${described.type.name.toLowerCase()}=${value})`;
}
