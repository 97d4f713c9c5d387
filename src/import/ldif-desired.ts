import { derivedAttributes } from '../domain/person.js';
import { type Entry, textsOf } from '../model/entry.js';
import type { AttributeInput, Modification } from '../model/modification.js';
import type { AttributeDescription } from '../schema/definitions.js';
import type { Schema } from '../schema/schema.js';
import { equalityKey } from '../schema/values.js';

/**
 * What the server supplies when a file is silent: silence does not remove these. A group without
 * `member` in a file is a computed one, or an empty one, which is answered with a blank member.
 */
const supplied = new Set([
  'userpassword',
  'authpassword',
  'matricule',
  'etat',
  'origine',
  'objectclass',
  'member',
]);
const derived = new Set(derivedAttributes.map((name) => name.toLowerCase()));

/**
 * The changes that make an entry what a content record says; none when it already is
 * (`import ldif --update`). Attributes that the record does not name go, except what the server
 * derives or supplies. A password in clear is only set where there is none: it cannot be compared.
 */
export function changesToReach(
  schema: Schema,
  current: Entry,
  wanted: readonly AttributeInput[],
): Modification[] {
  const isPerson = textsOf(current, 'objectClass').some(
    (name) => name.toLowerCase() === 'personneannuaire',
  );
  const isDerived = (key: string): boolean => isPerson && derived.has(key);
  const keyed = wanted.map((input) => {
    const description = schema.describe(input.attribute);
    return { ...input, description, key: description?.key ?? input.attribute.toLowerCase() };
  });
  const named = new Set(keyed.map(({ key }) => key));
  const sets = keyed
    .filter(({ key }) => !isDerived(key))
    .filter(({ description, key, values }) => {
      return !isReached(description, current.attributes.get(key)?.values ?? [], values);
    })
    .map(({ attribute, values }) => ({ kind: 'replace', attribute, values }) as const);
  const removals = [...current.attributes]
    .filter(([key]) => !named.has(key) && !supplied.has(key) && !isDerived(key))
    .filter(([, { description }]) => isOptional(schema, current.dn, description))
    .map(([, { description }]) => {
      return { kind: 'replace', attribute: description, values: [] } as const;
    });
  return [...sets, ...removals];
}

/** Whether silence about an attribute means its removal: neither operational nor in the name. */
function isOptional(schema: Schema, dn: string, description: string): boolean {
  const operational = schema.describe(description)?.type.operational ?? false;
  return !operational && !dn.toLowerCase().startsWith(`${description.toLowerCase()}=`);
}

function isReached(
  description: AttributeDescription | undefined,
  current: readonly Buffer[],
  wanted: readonly Buffer[],
): boolean {
  if (description?.key === 'userpassword') {
    return current.length > 0 && wanted.every((value) => !value.toString('latin1').startsWith('{'))
      ? true
      : sameSet(description, current, wanted);
  }
  if (description?.key === 'objectclass') return contains(description, current, wanted);
  return sameSet(description, current, wanted);
}

function sameSet(
  description: AttributeDescription | undefined,
  a: readonly Buffer[],
  b: readonly Buffer[],
): boolean {
  return contains(description, a, b) && contains(description, b, a);
}

/** Whether every value of `some` stands in `all`, by the attribute's own rule. */
function contains(
  description: AttributeDescription | undefined,
  all: readonly Buffer[],
  some: readonly Buffer[],
): boolean {
  const keyOf = (value: Buffer): string =>
    ((description && equalityKey(description.type, value)) ?? value).toString('latin1');
  const keys = new Set(all.map(keyOf));
  return some.every((value) => keys.has(keyOf(value)));
}
