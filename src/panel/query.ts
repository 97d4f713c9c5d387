import type { ParsedUrlQuery } from 'node:querystring';

const valueLengthMax = 200;

/** The known parameters of a URL, each once and bounded; others are forgotten. */
export function queryOf(
  query: ParsedUrlQuery,
  names: readonly string[],
): Readonly<Record<string, string>> {
  const known: Record<string, string> = {};
  for (const name of names) {
    const value = query[name];
    const last = Array.isArray(value) ? value.at(-1) : value;
    if (last !== undefined && last !== '') known[name] = last.slice(0, valueLengthMax);
  }
  return known;
}

export const tableParameters: readonly string[] = ['tri', 'sens', 'page'];
