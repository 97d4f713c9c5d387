import {
  attributeTypeKeywords,
  defineAttributeType,
  type TypeSurroundings,
} from './attribute-types.js';
import { type PlacedDefinition, placeDefinitions, resolveDefinitions } from './definition-index.js';
import type { AttributeType, MatchingRule, ObjectClass } from './definitions.js';
import { descriptionReading } from './descriptions.js';
import { keyOfDn, keyOfRdn } from './dn-key.js';
import { type OidReading, readMacros } from './macros.js';
import { matchingRules } from './matching-rules.js';
import { definedLists, type ListDefinition } from './lists.js';
import { defineObjectClass, objectClassKeywords } from './object-classes.js';
import { classClosure, subtypeIndex } from './hierarchy.js';
import type { Schema } from './schema.js';
import { readStatements, type Statement } from './schema-file.js';
import { subschemaOf } from './subschema.js';
import { syntaxes } from './syntaxes.js';

interface SchemaText {
  /** What faults call it: the file's name. */
  readonly name: string;
  readonly text: string;
}

type Lookup<Defined> = (nameOrOid: string) => Defined | undefined;

/**
 * Loads schema files; neither files nor statements need an order.
 *
 * @throws Error `file.schema:12: what is wrong`
 */
export function loadSchema(texts: readonly SchemaText[]): Schema {
  const statements = texts.flatMap(({ name, text }) => readStatements(name, text));
  const oidOf = readMacros(statements.filter(({ kind }) => kind === 'macro'));
  // The rules of names ask the schema that they help to build, and only once it is built.
  const names = {
    dnKey: (dn: Parameters<Schema['dnKey']>[0]) => schema.dnKey(dn),
    oidOf: (name: string) => oidOfName(schema, name),
  };
  const rules = matchingRules(names);
  const rule = lookupOf(rules, ({ oid, names, aliases }) => [oid, ...names, ...aliases]);
  const types = resolveTypes(statements, oidOf, rule);
  const classes = resolveClasses(statements, oidOf, types.lookup);
  const subtypes = subtypeIndex(types.all);
  const lists: ListDefinition[] = [];
  const schema: Schema = {
    attributeTypes: types.all,
    objectClasses: classes.all,
    attributeType: types.lookup,
    objectClass: classes.lookup,
    matchingRule: rule,
    describe: descriptionReading(types.lookup),
    lists,
    subtypesOf: (type) => subtypes.get(type) ?? [type],
    closureOf: (objectClasses) => classClosure(objectClasses, classes.lookup),
    dnKey: (dn) => keyOfDn(dn, types.lookup),
    rdnKey: (rdn) => keyOfRdn(rdn, types.lookup),
    subschema: subschemaOf({
      attributeTypes: types.all,
      objectClasses: classes.all,
      matchingRules: rules,
      syntaxes,
    }),
  };
  // Their filters are read by the rules of the schema as it stands.
  lists.push(...definedLists([...types.placed, ...classes.placed], schema));
  return schema;
}

interface Resolved<Defined> {
  readonly all: readonly Defined[];
  readonly lookup: Lookup<Defined>;
  readonly placed: readonly PlacedDefinition[];
}

function resolveTypes(
  statements: readonly Statement[],
  oidOf: OidReading,
  rule: Lookup<MatchingRule>,
): Resolved<AttributeType> {
  const syntax = lookupOf(syntaxes, ({ oid }) => [oid]);
  const surroundings: TypeSurroundings = { syntax, rule, oidOf };
  const placed = placeDefinitions(statements, 'attributeType', oidOf, attributeTypeKeywords);
  const { all, byName } = resolveDefinitions<AttributeType>(placed, (definition, named) =>
    defineAttributeType(definition, named, surroundings),
  );
  return { all, lookup: lookup(byName), placed };
}

function resolveClasses(
  statements: readonly Statement[],
  oidOf: OidReading,
  attributeType: Lookup<AttributeType>,
): Resolved<ObjectClass> {
  const placed = placeDefinitions(statements, 'objectClass', oidOf, objectClassKeywords);
  const { all, byName } = resolveDefinitions<ObjectClass>(placed, (definition, named) =>
    defineObjectClass(definition, named, attributeType),
  );
  return { all, lookup: lookup(byName), placed };
}

function lookupOf<Defined>(
  defined: readonly Defined[],
  namesOf: (each: Defined) => readonly string[],
): Lookup<Defined> {
  return lookup(
    new Map(defined.flatMap((each) => namesOf(each).map((name) => [name.toLowerCase(), each]))),
  );
}

/** Most callers write a name as the schema does or in lower case: the second look is rare. */
function lookup<Defined>(byLowerCase: ReadonlyMap<string, Defined>): Lookup<Defined> {
  return (name) => byLowerCase.get(name) ?? byLowerCase.get(name.toLowerCase());
}

/** Descriptors are shared by kinds (RFC 4512 §6.2); `objectClass` values are the common case. */
function oidOfName(schema: Schema, name: string): string | undefined {
  return (schema.objectClass(name) ?? schema.attributeType(name) ?? schema.matchingRule(name))?.oid;
}
