import type { AttributeType, ObjectClass, ObjectClassKind } from './definitions.js';
import { type PlacedDefinition, titleOf } from './definition-index.js';
import { objectClassText } from './published-definition.js';
import { schemaFault } from './schema-file.js';

/** Object classes from their definitions (RFC 4512 §4.1.1), what superclasses ask included. */

export const objectClassKeywords: ReadonlySet<string> = new Set([
  'NAME',
  'DESC',
  'OBSOLETE',
  'SUP',
  'ABSTRACT',
  'STRUCTURAL',
  'AUXILIARY',
  'MUST',
  'MAY',
]);

const kinds: readonly ObjectClassKind[] = ['ABSTRACT', 'STRUCTURAL', 'AUXILIARY'];

/** Which kinds a class of each kind may derive from (RFC 4512 §2.4). */
const superiorKinds: Readonly<Record<ObjectClassKind, readonly ObjectClassKind[]>> = {
  ABSTRACT: ['ABSTRACT'],
  STRUCTURAL: ['ABSTRACT', 'STRUCTURAL'],
  AUXILIARY: ['ABSTRACT', 'AUXILIARY'],
};

/** @throws Error naming the place and the fault: unknown superior or attribute, wrong kinds */
export function defineObjectClass(
  definition: PlacedDefinition,
  named: (name: string) => ObjectClass | undefined,
  attributeType: (name: string) => AttributeType | undefined,
): ObjectClass {
  const { fields, place, oid, names } = definition;
  const kind = kindOf(definition);
  const sups = superiorsOf(definition, kind, named);
  const listed = (keyword: string): AttributeType[] =>
    (fields.get(keyword) ?? []).map((name) => {
      const type = attributeType(name);
      if (type === undefined) {
        throw schemaFault(place, `unknown attribute type “${name}” in ${keyword}`);
      }
      return type;
    });
  const must = new Set([...sups.flatMap((sup) => sup.must), ...listed('MUST')]);
  const may = new Set([...sups.flatMap((sup) => sup.may), ...listed('MAY')]);
  return {
    oid,
    names,
    name: titleOf(definition),
    description: fields.get('DESC')?.[0] ?? '',
    kind,
    sups,
    must: [...must],
    may: [...may].filter((type) => !must.has(type)),
    obsolete: fields.has('OBSOLETE'),
    text: objectClassText(definition),
  };
}

function kindOf({ fields, place }: PlacedDefinition): ObjectClassKind {
  const given = kinds.filter((kind) => fields.has(kind));
  if (given.length > 1) throw schemaFault(place, `a class is not both ${given.join(' and ')}`);
  return given[0] ?? 'STRUCTURAL';
}

function superiorsOf(
  { fields, place }: PlacedDefinition,
  kind: ObjectClassKind,
  named: (name: string) => ObjectClass | undefined,
): ObjectClass[] {
  return (fields.get('SUP') ?? []).map((name) => {
    const sup = named(name);
    if (sup === undefined) throw schemaFault(place, `unknown superior object class “${name}”`);
    if (!superiorKinds[kind].includes(sup.kind)) {
      throw schemaFault(place, `a class of kind ${kind} cannot derive from “${name}”, ${sup.kind}`);
    }
    return sup;
  });
}
