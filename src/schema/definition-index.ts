import { type DefinitionText, parseDefinition } from './definition-text.js';
import type { OidReading } from './macros.js';
import { schemaFault, type Statement } from './schema-file.js';

/** A definition read but not yet tied to the others. */
export interface PlacedDefinition {
  readonly oid: string;
  readonly names: readonly string[];
  readonly fields: DefinitionText['fields'];
  readonly place: string;
}

/** What ties a definition to those it names; recursion ends at a cycle, which is a fault. */
export interface Resolution<Defined> {
  readonly all: readonly Defined[];
  readonly byName: ReadonlyMap<string, Defined>;
}

const descriptor = /^[A-Za-z][A-Za-z0-9-]*$/;

/** Reads the definitions of one kind. */
export function placeDefinitions(
  statements: readonly Statement[],
  kind: Statement['kind'],
  oidOf: OidReading,
  keywords: ReadonlySet<string>,
): PlacedDefinition[] {
  return statements
    .filter((statement) => statement.kind === kind)
    .map((statement) => place(statement, oidOf, keywords));
}

function place(
  { text, place: at }: Statement,
  oidOf: OidReading,
  keywords: ReadonlySet<string>,
): PlacedDefinition {
  const { oid, fields } = parsed(text, at);
  for (const keyword of fields.keys()) {
    if (!keywords.has(keyword) && !keyword.startsWith('X-')) {
      throw schemaFault(at, `unknown keyword “${keyword}”`);
    }
  }
  const names = fields.get('NAME') ?? [];
  const odd = names.find((name) => !descriptor.test(name));
  if (odd !== undefined) throw schemaFault(at, `“${odd}” is not a descriptor`);
  return { oid: oidOf(oid, at), names, fields, place: at };
}

function parsed(text: string, at: string): DefinitionText {
  try {
    return parseDefinition(text);
  } catch (error) {
    throw schemaFault(at, error instanceof Error ? error.message : String(error));
  }
}

/**
 * Ties definitions together, each after those it names, wherever they stand.
 *
 * @throws Error naming the place of a duplicate, of a cycle, or whatever `define` throws
 */
export function resolveDefinitions<Defined>(
  definitions: readonly PlacedDefinition[],
  define: (definition: PlacedDefinition, named: (name: string) => Defined | undefined) => Defined,
): Resolution<Defined> {
  const placed = indexOf(definitions);
  const done = new Map<PlacedDefinition, Defined>();
  const open = new Set<PlacedDefinition>();
  const resolve = (definition: PlacedDefinition): Defined => {
    const known = done.get(definition);
    if (known !== undefined) return known;
    if (open.has(definition)) {
      throw schemaFault(definition.place, `“${titleOf(definition)}” is its own superior`);
    }
    open.add(definition);
    const defined = define(definition, (name) => {
      const found = placed.get(name.toLowerCase());
      return found === undefined ? undefined : resolve(found);
    });
    open.delete(definition);
    done.set(definition, defined);
    return defined;
  };
  const all = definitions.map(resolve);
  const byName = new Map([...placed].map(([name, each]) => [name, resolve(each)] as const));
  return { all, byName };
}

function indexOf(definitions: readonly PlacedDefinition[]): Map<string, PlacedDefinition> {
  const index = new Map<string, PlacedDefinition>();
  for (const definition of definitions) {
    for (const name of [definition.oid, ...definition.names]) {
      const other = index.get(name.toLowerCase());
      if (other !== undefined) {
        throw schemaFault(definition.place, `“${name}” is already defined at ${other.place}`);
      }
      index.set(name.toLowerCase(), definition);
    }
  }
  return index;
}

/** How faults call a definition. */
export function titleOf(definition: PlacedDefinition): string {
  return definition.names[0] ?? definition.oid;
}
