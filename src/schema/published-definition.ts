import type { PlacedDefinition } from './definition-index.js';
import { quoted } from './definition-text.js';
import type { MatchingRule, Syntax } from './definitions.js';
import type { OidReading } from './macros.js';

/**
 * Definitions as the subschema publishes them (RFC 4512 §4.1): fields in the order of the
 * grammar, macros replaced, one space between words; clients with strict parsers read these.
 */

export function attributeTypeText(definition: PlacedDefinition, oidOf: OidReading): string {
  const { fields, place } = definition;
  const written = fields.get('SYNTAX')?.[0] ?? '';
  const [, syntax = '', length = ''] = /^(.*?)(\{\d+\})?$/.exec(written) ?? [];
  return textOf([
    definition.oid,
    ...namesOf(definition.names),
    ...description(definition),
    ...flag(definition, 'OBSOLETE'),
    ...['SUP', 'EQUALITY', 'ORDERING', 'SUBSTR'].flatMap((keyword) => word(definition, keyword)),
    ...(syntax === '' ? [] : ['SYNTAX', `${oidOf(syntax, place)}${length}`]),
    ...flag(definition, 'SINGLE-VALUE'),
    ...flag(definition, 'COLLECTIVE'),
    ...flag(definition, 'NO-USER-MODIFICATION'),
    ...word(definition, 'USAGE'),
    ...extensions(definition),
  ]);
}

export function objectClassText(definition: PlacedDefinition): string {
  return textOf([
    definition.oid,
    ...namesOf(definition.names),
    ...description(definition),
    ...flag(definition, 'OBSOLETE'),
    ...oids(definition, 'SUP'),
    ...['ABSTRACT', 'STRUCTURAL', 'AUXILIARY'].flatMap((kind) => flag(definition, kind)),
    ...oids(definition, 'MUST'),
    ...oids(definition, 'MAY'),
    ...extensions(definition),
  ]);
}

export function syntaxText({ oid, description: words, humanReadable }: Syntax): string {
  const extension = humanReadable ? [] : ['X-NOT-HUMAN-READABLE', quoted('TRUE')];
  return textOf([oid, 'DESC', quoted(words), ...extension]);
}

export function ruleText({ oid, names, description: words, syntaxOid }: MatchingRule): string {
  const desc = words === '' ? [] : ['DESC', quoted(words)];
  return textOf([oid, ...namesOf(names), ...desc, 'SYNTAX', syntaxOid]);
}

export function ruleUseText({ oid, names }: MatchingRule, types: readonly string[]): string {
  return textOf([oid, ...namesOf(names), 'APPLIES', oidList(types)]);
}

function textOf(words: readonly string[]): string {
  return `( ${words.join(' ')} )`;
}

function namesOf(names: readonly string[]): string[] {
  return names.length === 0 ? [] : ['NAME', quotedList(names)];
}

function description({ fields }: PlacedDefinition): string[] {
  const words = fields.get('DESC')?.[0] ?? '';
  return words === '' ? [] : ['DESC', quoted(words)];
}

function flag({ fields }: PlacedDefinition, keyword: string): string[] {
  return fields.has(keyword) ? [keyword] : [];
}

function word({ fields }: PlacedDefinition, keyword: string): string[] {
  const value = fields.get(keyword)?.[0];
  return value === undefined ? [] : [keyword, value];
}

function oids({ fields }: PlacedDefinition, keyword: string): string[] {
  const values = fields.get(keyword) ?? [];
  return values.length === 0 ? [] : [keyword, oidList(values)];
}

function extensions({ fields }: PlacedDefinition): string[] {
  return [...fields]
    .filter(([keyword]) => keyword.startsWith('X-'))
    .flatMap(([keyword, values]) => [keyword, quotedList(values)]);
}

function quotedList(values: readonly string[]): string {
  const [only, ...others] = values.map(quoted);
  return others.length === 0 ? (only ?? '( )') : `( ${values.map(quoted).join(' ')} )`;
}

function oidList(values: readonly string[]): string {
  const [only, ...others] = values;
  return others.length === 0 ? (only ?? '') : `( ${values.join(' $ ')} )`;
}
