import { LdapError } from '../model/result.js';
import type { AttributeType, ObjectClass } from './definitions.js';
import type { Schema } from './schema.js';

/** What the classes of an entry ask of it, taken together (RFC 4512 §2.4). */
export interface ClassProfile {
  /** By lower-cased name, superclasses included. */
  readonly closure: ReadonlyMap<string, ObjectClass>;
  /** The most derived structural class. */
  readonly structural: ObjectClass;
  /** Without the members of groups: an empty group is a group (DESIGN §2). */
  readonly must: readonly AttributeType[];
  readonly allowed: ReadonlySet<AttributeType>;
  /** Whether `extensibleObject` lifts every restriction. */
  readonly extensible: boolean;
}

const extensibleObject = '1.3.6.1.4.1.1466.101.120.111';
const memberTypes = new Set(['2.5.4.31', '2.5.4.50']);
const groupClasses = new Set(['2.5.6.9', '2.5.6.17']);

/**
 * The profile of a list of classes.
 *
 * @throws LdapError `invalidAttributeSyntax` for an unknown class, `objectClassViolation` when
 *   the classes do not make an entry
 */
export function profileOf(schema: Schema, classNames: readonly string[]): ClassProfile {
  const listed = classNames.map((name) => {
    const objectClass = schema.objectClass(name);
    if (objectClass !== undefined) return objectClass;
    throw new LdapError('invalidAttributeSyntax', `objectClass: unknown class “${name}”`);
  });
  const closure = schema.closureOf(classNames);
  refuseAbstract(schema, listed);
  const structural = structuralClass(schema, listed);
  if (structural === undefined) throw violation('the entry has no structural object class');
  const classes = [...closure.values()];
  const must = new Set(classes.flatMap(requiredBy));
  return {
    closure,
    structural,
    must: [...must],
    allowed: new Set(classes.flatMap((each) => [...each.must, ...each.may])),
    extensible: classes.some(({ oid }) => oid === extensibleObject),
  };
}

function requiredBy({ oid, must }: ObjectClass): readonly AttributeType[] {
  return groupClasses.has(oid) ? must.filter((type) => !memberTypes.has(type.oid)) : must;
}

/** An abstract class is there for those below it; `top` alone needs none. */
function refuseAbstract(schema: Schema, listed: readonly ObjectClass[]): void {
  const concrete = listed.filter(({ kind }) => kind !== 'ABSTRACT').map(({ name }) => name);
  const derived = schema.closureOf(concrete);
  for (const { kind, name, sups } of listed) {
    if (kind === 'ABSTRACT' && sups.length > 0 && !derived.has(name.toLowerCase())) {
      throw violation(`the abstract object class “${name}” has no subclass in the entry`);
    }
  }
}

/**
 * The class at the end of the one structural chain; undefined without any.
 *
 * @throws LdapError `objectClassViolation` when two chains part
 */
export function structuralClass(
  schema: Schema,
  listed: readonly ObjectClass[],
): ObjectClass | undefined {
  const structural = listed.filter(({ kind }) => kind === 'STRUCTURAL');
  const chains = structural.map((each) => ({ each, chain: schema.closureOf([each.name]) }));
  const [last] = chains.filter(({ chain }) =>
    structural.every(({ name }) => chain.has(name.toLowerCase())),
  );
  if (last !== undefined || structural.length === 0) return last?.each;
  const names = [...new Set(structural.map(({ name }) => name))].join(', ');
  throw violation(`the structural object classes ${names} do not form one chain`);
}

export function violation(why: string): LdapError {
  return new LdapError('objectClassViolation', why);
}
