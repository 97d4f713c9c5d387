import type { AssertionFilter, Filter, SubstringsFilter } from '../../../src/model/filter.js';

/** The octets of an assertion value: `\xx` is one of them (RFC 4515 §3). */
function valueOf(text: string): Buffer {
  const pieces = text.split(/(\\[0-9a-fA-F]{2})/);
  return Buffer.concat(
    pieces.map((piece, index) =>
      index % 2 === 1 ? Buffer.from(piece.slice(1), 'hex') : Buffer.from(piece),
    ),
  );
}

function substringsOf(attribute: string, text: string): SubstringsFilter {
  const parts = text.split('*').map((part) => (part === '' ? undefined : valueOf(part)));
  return {
    kind: 'substrings',
    attribute,
    initial: parts[0],
    any: parts.slice(1, -1).filter((part) => part !== undefined),
    final: parts.at(-1),
  };
}

const kinds: Readonly<Record<string, AssertionFilter['kind']>> = {
  '=': 'equality',
  '~=': 'approximate',
  '>=': 'greaterOrEqual',
  '<=': 'lessOrEqual',
};

function itemOf(text: string): Filter {
  const extensible = /^([^=~<>:]*)(:dn)?(?::([^=:]+))?:=(.*)$/su.exec(text);
  if (extensible) {
    const [, attribute, dn, rule, value = ''] = extensible;
    return {
      kind: 'extensible',
      attribute: attribute === '' ? undefined : attribute,
      rule,
      value: valueOf(value),
      dnAttributes: dn !== undefined,
    };
  }
  const [, attribute = '', operator = '', value = ''] =
    /^([^=~<>]+)([~<>]?=)(.*)$/su.exec(text) ?? [];
  const kind = kinds[operator];
  if (kind === undefined) throw new Error(`no filter: ${text}`);
  if (kind !== 'equality' || !value.includes('*')) {
    return { kind, attribute, value: valueOf(value) };
  }
  return value === '*' ? { kind: 'present', attribute } : substringsOf(attribute, value);
}

/** Reads the string form of a filter (RFC 4515 §3). */
export function filterOf(text: string): Filter {
  let at = 0;
  const take = (expected: string): void => {
    if (text[at] !== expected) throw new Error(`no filter: ${text} at ${at}`);
    at += 1;
  };
  const several = (): Filter[] => {
    const filters: Filter[] = [];
    while (text[at] === '(') filters.push(one());
    return filters;
  };
  const inner = (): Filter => {
    const sign = text[at];
    if (sign === '&' || sign === '|') {
      at += 1;
      return { kind: sign === '&' ? 'and' : 'or', filters: several() };
    }
    if (sign === '!') {
      at += 1;
      return { kind: 'not', filter: one() };
    }
    const start = at;
    at = text.indexOf(')', at);
    return itemOf(text.slice(start, at));
  };
  const one = (): Filter => {
    take('(');
    const filter = inner();
    take(')');
    return filter;
  };
  const filter = one();
  if (at !== text.length) throw new Error(`more than a filter: ${text}`);
  return filter;
}
