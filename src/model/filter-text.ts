import { type Filter } from './filter.js';
import { formatFilterValue, readFilterValue } from './filter-value.js';
import { LdapError } from './result.js';

const depthMax = 100;
const lengthMax = 1_000_000;

interface Reader {
  readonly text: string;
  at: number;
}

/**
 * Reads the string form of a filter (RFC 4515; `(&)` and `(|)`: RFC 4526). As ldapsearch does, it
 * takes spaces between filters and a lone item without its parentheses.
 *
 * @throws LdapError `invalidAttributeSyntax` naming what is wrong and where
 */
export function parseFilter(text: string): Filter {
  if (text.length > lengthMax) throw invalid('too long', 0);
  const trimmed = text.trim();
  const reader = { text: trimmed.startsWith('(') ? trimmed : `(${trimmed})`, at: 0 };
  const filter = readFilter(reader, 1);
  if (reader.at !== reader.text.length) throw invalid('text after the filter', reader.at);
  return filter;
}

function readFilter(reader: Reader, depth: number): Filter {
  if (depth > depthMax) throw invalid('nested too deep', reader.at);
  expect(reader, '(');
  const filter = readContent(reader, depth);
  expect(reader, ')');
  return filter;
}

function readContent(reader: Reader, depth: number): Filter {
  switch (reader.text.charAt(reader.at)) {
    case '&':
      return { kind: 'and', filters: readList(reader, depth) };
    case '|':
      return { kind: 'or', filters: readList(reader, depth) };
    case '!':
      reader.at += 1;
      skipSpaces(reader);
      return { kind: 'not', filter: readFilter(reader, depth + 1) };
    default:
      return readItem(reader);
  }
}

function readList(reader: Reader, depth: number): Filter[] {
  const filters: Filter[] = [];
  reader.at += 1;
  skipSpaces(reader);
  while (reader.text[reader.at] === '(') {
    filters.push(readFilter(reader, depth + 1));
    skipSpaces(reader);
  }
  return filters;
}

const item = /([^=<>~:()*\\\0]*?)(:=|:[^=()]*:=|>=|<=|~=|=)([^()]*)/y;
/** An OID, a descriptor, or a language with the suffix that other servers put to it: `fr.sub`. */
const ruleName = /^[A-Za-z0-9][A-Za-z0-9.-]*$/;
const description = /^(?:[A-Za-z][A-Za-z0-9-]*|\d+(?:\.\d+)*)(?:;[A-Za-z0-9-]+)*$/;

function readItem(reader: Reader): Filter {
  item.lastIndex = reader.at;
  const match = item.exec(reader.text);
  if (!match) throw invalid('an item is expected', reader.at);
  const [whole, spaced = '', operator = '', raw = ''] = match;
  const name = spaced.trimEnd();
  const start = reader.at;
  reader.at += whole.length;
  if (operator.startsWith(':')) return extensible(name, operator, readFilterValue(raw));
  if (!description.test(name)) throw invalid(`“${name}” is not an attribute`, start);
  switch (operator) {
    case '>=':
      return { kind: 'greaterOrEqual', attribute: name, value: readFilterValue(raw) };
    case '<=':
      return { kind: 'lessOrEqual', attribute: name, value: readFilterValue(raw) };
    case '~=':
      return { kind: 'approximate', attribute: name, value: readFilterValue(raw) };
    default:
      return readEquals(name, raw, start);
  }
}

function readEquals(attribute: string, raw: string, at: number): Filter {
  if (raw === '*') return { kind: 'present', attribute };
  if (!raw.includes('*')) return { kind: 'equality', attribute, value: readFilterValue(raw) };
  const parts = raw.split('*').map(readFilterValue);
  const [first, ...rest] = parts;
  const last = rest.pop();
  if (rest.some((part) => part.length === 0)) throw invalid('an empty part between stars', at);
  return {
    kind: 'substrings',
    attribute,
    initial: first && first.length > 0 ? first : undefined,
    any: rest,
    final: last && last.length > 0 ? last : undefined,
  };
}

/** `attr:dn:rule:=value`; `attr`, `:dn` and `:rule` may each be missing, not both ends. */
function extensible(name: string, operator: string, value: Buffer): Filter {
  const parts = operator
    .slice(1, -2)
    .split(':')
    .filter((part) => part !== '');
  const dnAttributes = parts[0]?.toLowerCase() === 'dn';
  const [rule, ...rest] = dnAttributes ? parts.slice(1) : parts;
  if (rest.length > 0 || (rule === undefined && name === '')) {
    throw invalid('an extensible match that says nothing', 0);
  }
  if (name !== '' && !description.test(name)) throw invalid(`“${name}” is no attribute`, 0);
  if (rule !== undefined && !ruleName.test(rule)) throw invalid(`“${rule}” is no rule`, 0);
  const attribute = name === '' ? undefined : name;
  return { kind: 'extensible', rule, attribute, value, dnAttributes };
}

function skipSpaces(reader: Reader): void {
  while (/\s/.test(reader.text[reader.at] ?? '')) reader.at += 1;
}

function expect(reader: Reader, char: string): void {
  if (reader.text[reader.at] !== char) throw invalid(`“${char}” is expected`, reader.at);
  reader.at += 1;
}

function invalid(why: string, at: number): LdapError {
  return new LdapError('invalidAttributeSyntax', `invalid filter: ${why} (position ${at})`);
}

/** The string of a filter: `parseFilter` reads it back to the same filter. */
export function formatFilter(filter: Filter): string {
  switch (filter.kind) {
    case 'and':
      return `(&${filter.filters.map(formatFilter).join('')})`;
    case 'or':
      return `(|${filter.filters.map(formatFilter).join('')})`;
    case 'not':
      return `(!${formatFilter(filter.filter)})`;
    case 'equality':
      return `(${filter.attribute}=${formatFilterValue(filter.value)})`;
    case 'greaterOrEqual':
      return `(${filter.attribute}>=${formatFilterValue(filter.value)})`;
    case 'lessOrEqual':
      return `(${filter.attribute}<=${formatFilterValue(filter.value)})`;
    case 'approximate':
      return `(${filter.attribute}~=${formatFilterValue(filter.value)})`;
    case 'present':
      return `(${filter.attribute}=*)`;
    case 'substrings': {
      const parts = [filter.initial, ...filter.any, filter.final];
      const text = parts.map((part) => (part ? formatFilterValue(part) : '')).join('*');
      return `(${filter.attribute}=${text})`;
    }
    case 'extensible': {
      const dn = filter.dnAttributes ? ':dn' : '';
      const rule = filter.rule === undefined ? '' : `:${filter.rule}`;
      return `(${filter.attribute ?? ''}${dn}${rule}:=${formatFilterValue(filter.value)})`;
    }
  }
}
