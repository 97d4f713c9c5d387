import { type Attribute, type Entry, valuesOf, withValues } from '../model/entry.js';
import { LdapError } from '../model/result.js';
import { type ClassProfile, profileOf, structuralClass, violation } from './class-profile.js';
import type { AttributeDescription, AttributeType } from './definitions.js';
import type { Schema } from './schema.js';

/**
 * Whether an entry is one that its schema allows. Reads the entry as it is to be stored, once all
 * changes are made: what an operation passes through on the way is nobody's affair (RFC 4511 §4.6).
 *
 * @throws LdapError
 *   - `undefinedAttributeType` an attribute that the schema does not know
 *   - `invalidAttributeSyntax` a value that is not of its syntax, an unknown object class
 *   - `constraintViolation` two values of a SINGLE-VALUE attribute
 *   - `attributeOrValueExists` two equal values
 *   - `objectClassViolation` a required attribute missing, one not allowed, no structural class
 *     or two that are unrelated
 */
export function checkEntry(schema: Schema, entry: Entry): void {
  const types = new Set<AttributeType>();
  const described: AttributeDescription[] = [];
  for (const attribute of entry.attributes.values()) {
    const description = schema.describe(attribute.description);
    if (description === undefined) throw unknownAttribute(attribute.description);
    checkValues(description, attribute);
    types.add(description.type);
    described.push(description);
  }
  const classNames = classNamesOf(entry);
  if (classNames.length === 0) throw violation('the entry has no object class');
  const profile = profileOf(schema, classNames);
  const missing = profile.must.find((type) => !types.has(type));
  if (missing !== undefined) throw violation(`the entry requires “${missing.name}”`);
  for (const description of described) checkAllowed(profile, description);
}

/**
 * The entry with the superclasses of its classes added to `objectClass` (RFC 4512 §3.3) and its
 * `structuralObjectClass` set. Classes that make no entry are left for `checkEntry` to refuse.
 */
export function completeClasses(schema: Schema, entry: Entry): Entry {
  const names = classNamesOf(entry);
  if (names.length === 0) return entry;
  const listed = names.flatMap((name) => schema.objectClass(name) ?? []);
  const present = new Set(listed);
  const added = [...schema.closureOf(names).values()].filter((each) => !present.has(each));
  const complete =
    added.length === 0
      ? entry
      : withValues(entry, 'objectClass', [
          ...valuesOf(entry, 'objectClass'),
          ...added.map(({ name }) => Buffer.from(name)),
        ]);
  const structural = structuralClass(schema, listed);
  if (structural === undefined) return complete;
  return withValues(complete, 'structuralObjectClass', [Buffer.from(structural.name)]);
}

function classNamesOf(entry: Entry): string[] {
  return valuesOf(entry, 'objectClass').map((value) => value.toString('latin1'));
}

/** Syntaxes whose values travel with `;binary` (RFC 4522, RFC 4523 §2). */
const binarySyntaxes = new Set(
  [8, 9, 10, 49].map((number) => `1.3.6.1.4.1.1466.115.121.1.${number}`),
);

function checkValues(description: AttributeDescription, { values }: Attribute): void {
  const { type, options, canonical } = description;
  if (options.includes('binary') && !binarySyntaxes.has(type.syntax.oid)) {
    throw unknownAttribute(canonical);
  }
  const keys = values.map((value, index) => {
    const key = type.equality === undefined ? value : type.equality.prepareValue(value);
    // A value may be of its syntax and yet have no key: a DN of unknown types, an unknown class.
    if (key === undefined || !isOfSyntax(type, value)) throw badSyntax(canonical, index);
    return key;
  });
  if (keys.length < 2) return;
  if (type.singleValue) {
    throw new LdapError('constraintViolation', `“${canonical}” holds one value`);
  }
  refuseTwins(canonical, keys);
}

/** Rules of names, numbers and times read all of a value: what has a key is of the syntax. */
const readingRules = new Set(['2.5.13.1', '2.5.13.13', '2.5.13.14', '2.5.13.23', '2.5.13.27']);

function isOfSyntax({ equality, syntax }: AttributeType, value: Buffer): boolean {
  const isRead = equality?.syntaxOid === syntax.oid && readingRules.has(equality.oid);
  return isRead || syntax.accepts(value);
}

function refuseTwins(canonical: string, keys: readonly Buffer[]): void {
  const seen = new Set<string>();
  for (const [index, key] of keys.entries()) {
    const text = key.toString('latin1');
    if (seen.has(text)) {
      throw new LdapError('attributeOrValueExists', `“${canonical}” holds value #${index} twice`);
    }
    seen.add(text);
  }
}

function checkAllowed(profile: ClassProfile, { type, canonical }: AttributeDescription): void {
  if (type.operational || profile.extensible || profile.allowed.has(type)) return;
  throw violation(`the object classes do not allow “${canonical}”`);
}

function unknownAttribute(description: string): LdapError {
  return new LdapError('undefinedAttributeType', `unknown attribute “${description}”`);
}

function badSyntax(canonical: string, index: number): LdapError {
  return new LdapError(
    'invalidAttributeSyntax',
    `“${canonical}”: value #${index} is not of the attribute's syntax`,
  );
}
