import type {
  AttributeType,
  AttributeUsage,
  IndexKind,
  MatchingRule,
  MatchingRuleUse,
  Syntax,
} from './definitions.js';
import { type PlacedDefinition, titleOf } from './definition-index.js';
import type { OidReading } from './macros.js';
import { attributeTypeText } from './published-definition.js';
import { schemaFault } from './schema-file.js';

/** Attribute types from their definitions (RFC 4512 §4.1.2), what a supertype gives included. */

export const attributeTypeKeywords: ReadonlySet<string> = new Set([
  'NAME',
  'DESC',
  'OBSOLETE',
  'SUP',
  'EQUALITY',
  'ORDERING',
  'SUBSTR',
  'SYNTAX',
  'SINGLE-VALUE',
  'COLLECTIVE',
  'NO-USER-MODIFICATION',
  'USAGE',
]);

/** The uses for which a type names a rule. */
type NamedUse = Exclude<MatchingRuleUse, 'extensible'>;

/** What a definition may name besides other attribute types. */
export interface TypeSurroundings {
  readonly syntax: (oid: string) => Syntax | undefined;
  readonly rule: (nameOrOid: string) => MatchingRule | undefined;
  readonly oidOf: OidReading;
}

const usages: ReadonlyMap<string, AttributeUsage> = new Map(
  (['userApplications', 'directoryOperation', 'distributedOperation', 'dSAOperation'] as const).map(
    (usage) => [usage.toLowerCase(), usage],
  ),
);

const indexKinds: ReadonlyMap<string, IndexKind> = new Map(
  (['equality', 'presence', 'substring', 'approximate', 'words'] as const).map((kind) => [
    kind,
    kind,
  ]),
);

/**
 * @throws Error naming the place and the fault: unknown superior, syntax, rule, usage or index
 */
export function defineAttributeType(
  definition: PlacedDefinition,
  named: (name: string) => AttributeType | undefined,
  surroundings: TypeSurroundings,
): AttributeType {
  const { fields, place, oid, names } = definition;
  const sup = superiorOf(definition, named);
  const usage = usageOf(definition, sup);
  const { syntax, lengthMax } = syntaxOf(definition, sup, surroundings);
  const rule = (keyword: string, use: NamedUse): MatchingRule | undefined =>
    ruleOf(definition, keyword, use, surroundings) ?? sup?.[use];
  const noUserModification = fields.has('NO-USER-MODIFICATION');
  if (noUserModification && usage === 'userApplications') {
    throw schemaFault(place, `NO-USER-MODIFICATION of “${titleOf(definition)}” needs a USAGE`);
  }
  return {
    oid,
    names,
    name: titleOf(definition),
    description: fields.get('DESC')?.[0] ?? '',
    sup,
    syntax,
    lengthMax,
    equality: rule('EQUALITY', 'equality'),
    ordering: rule('ORDERING', 'ordering'),
    substring: rule('SUBSTR', 'substring'),
    singleValue: fields.has('SINGLE-VALUE'),
    collective: fields.has('COLLECTIVE') || sup?.collective === true,
    noUserModification,
    obsolete: fields.has('OBSOLETE'),
    usage,
    operational: usage !== 'userApplications',
    indexes: indexesOf(definition),
    text: attributeTypeText(definition, surroundings.oidOf),
  };
}

function superiorOf(
  { fields, place }: PlacedDefinition,
  named: (name: string) => AttributeType | undefined,
): AttributeType | undefined {
  const name = fields.get('SUP')?.[0];
  if (name === undefined) return undefined;
  const sup = named(name);
  if (sup === undefined) throw schemaFault(place, `unknown superior attribute type “${name}”`);
  return sup;
}

function usageOf(
  { fields, place }: PlacedDefinition,
  sup: AttributeType | undefined,
): AttributeUsage {
  const name = fields.get('USAGE')?.[0];
  const usage = name === undefined ? 'userApplications' : usages.get(name.toLowerCase());
  if (usage === undefined) throw schemaFault(place, `unknown usage “${name ?? ''}”`);
  if (sup !== undefined && sup.usage !== usage) {
    throw schemaFault(place, `its usage is not that of its superior “${sup.name}”`);
  }
  return usage;
}

function syntaxOf(
  { fields, place }: PlacedDefinition,
  sup: AttributeType | undefined,
  { syntax, oidOf }: TypeSurroundings,
): { readonly syntax: Syntax; readonly lengthMax: number | undefined } {
  const written = fields.get('SYNTAX')?.[0];
  if (written === undefined) {
    if (sup === undefined) throw schemaFault(place, 'neither SYNTAX nor SUP is given');
    return { syntax: sup.syntax, lengthMax: sup.lengthMax };
  }
  const [, name = written, length] = /^(.*?)(?:\{(\d+)\})?$/.exec(written) ?? [];
  const found = syntax(oidOf(name, place));
  if (found === undefined) throw schemaFault(place, `unknown syntax “${name}”`);
  return { syntax: found, lengthMax: length === undefined ? undefined : Number(length) };
}

function ruleOf(
  { fields, place }: PlacedDefinition,
  keyword: string,
  use: MatchingRuleUse,
  surroundings: TypeSurroundings,
): MatchingRule | undefined {
  const name = fields.get(keyword)?.[0];
  if (name === undefined) return undefined;
  const rule = surroundings.rule(name);
  if (rule === undefined) throw schemaFault(place, `unknown matching rule “${name}”`);
  if (rule.use !== use) throw schemaFault(place, `“${name}” is not a rule for ${keyword}`);
  return rule;
}

function indexesOf({ fields, place }: PlacedDefinition): ReadonlySet<IndexKind> {
  return new Set(
    (fields.get('X-INDEX') ?? []).map((name) => {
      const kind = indexKinds.get(name.toLowerCase());
      if (kind === undefined) throw schemaFault(place, `unknown index “${name}”`);
      return kind;
    }),
  );
}
