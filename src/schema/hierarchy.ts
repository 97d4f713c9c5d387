import type { AttributeType, ObjectClass } from './definitions.js';

/** Each type with its subtypes (RFC 4512 §2.5.1), itself first. */
export function subtypeIndex(
  types: readonly AttributeType[],
): ReadonlyMap<AttributeType, readonly AttributeType[]> {
  const index = new Map<AttributeType, AttributeType[]>(types.map((type) => [type, [type]]));
  for (const type of types) {
    for (let sup = type.sup; sup !== undefined; sup = sup.sup) index.get(sup)?.push(type);
  }
  return index;
}

/** The classes named and all their superclasses, by lower-cased name; unknown ones left out. */
export function classClosure(
  names: readonly string[],
  lookup: (nameOrOid: string) => ObjectClass | undefined,
): ReadonlyMap<string, ObjectClass> {
  const closure = new Map<string, ObjectClass>();
  const add = (objectClass: ObjectClass): void => {
    const name = objectClass.name.toLowerCase();
    if (closure.has(name)) return;
    closure.set(name, objectClass);
    objectClass.sups.forEach(add);
  };
  for (const name of names) {
    const objectClass = lookup(name);
    if (objectClass !== undefined) add(objectClass);
  }
  return closure;
}
