import { type Attribute, type Entry, type Setting, withSettings } from '../model/entry.js';
import { LdapError } from '../model/result.js';
import { classListOf } from './class-list.js';
import { type ClassProfile, violation } from './class-profile.js';
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
  const classes = classListOf(schema, entry);
  const described: AttributeDescription[] = [];
  for (const attribute of entry.attributes.values()) {
    const description = schema.describe(attribute.description);
    if (description === undefined) throw unknownAttribute(attribute.description);
    // Octets that made a list of classes once make it again.
    const isKnown = classes.accepted && description.key === 'objectclass';
    if (!isKnown && attribute.stored === undefined) checkValues(description, attribute);
    described.push(description);
  }
  classes.accepted = true;
  if (classes.names.length === 0) throw violation('the entry has no object class');
  const { profile } = classes;
  const missing = profile.must.find((type) => !described.some((each) => each.type === type));
  if (missing !== undefined) throw violation(`the entry requires “${missing.name}”`);
  for (const description of described) checkAllowed(profile, description);
}

/**
 * The entry with its classes by name, their superclasses added to `objectClass` (RFC 4512 §3.3)
 * and its `structuralObjectClass` set. Classes that make no entry are left for `checkEntry` to
 * refuse.
 */
export function completeClasses(schema: Schema, entry: Entry): Entry {
  const { names, completed, structural } = classListOf(schema, entry);
  const settings: Setting[] = [];
  if (completed) {
    settings.push({ key: 'objectclass', description: 'objectClass', values: completed });
  }
  if (names.length > 0 && structural.length > 0) {
    settings.push({
      key: 'structuralobjectclass',
      description: 'structuralObjectClass',
      values: structural,
    });
  }
  return withSettings(entry, settings);
}

/** Syntaxes whose values travel with `;binary` (RFC 4522, RFC 4523 §2). */
const binarySyntaxes = new Set(
  [8, 9, 10, 49].map((number) => `1.3.6.1.4.1.1466.115.121.1.${number}`),
);

function checkValues(description: AttributeDescription, attribute: Attribute): void {
  const { type, options, canonical } = description;
  // Of stored values by the row only what is new is news; keys tell them apart.
  const { large } = attribute;
  const values = large ? [...(large.change?.added.values() ?? [])] : attribute.values;
  if (options.length > 0 && options.includes('binary') && !binarySyntaxes.has(type.syntax.oid)) {
    throw unknownAttribute(canonical);
  }
  const [only] = values;
  if (only !== undefined && values.length === 1) {
    if (!isValue(type, only)) throw badSyntax(canonical, 0);
    return;
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

/** Directory String and IA5 String: any ASCII text but, of the first, the empty one. */
const textSyntaxes = new Set([15, 26].map((number) => `1.3.6.1.4.1.1466.115.121.1.${number}`));
/** Ignoring case and exact, both of either syntax: they prepare every ASCII text there is. */
const textRules = new Set([
  '2.5.13.2',
  '2.5.13.5',
  '1.3.6.1.4.1.1466.109.114.1',
  '1.3.6.1.4.1.1466.109.114.2',
]);

/** Whether a value is of its syntax and has a key; a text of ASCII is, whatever it says. */
function isValue(type: AttributeType, value: Buffer): boolean {
  const { equality, syntax } = type;
  if (equality !== undefined && textRules.has(equality.oid) && textSyntaxes.has(syntax.oid)) {
    if (value.length > 0 && isAscii(value)) return true;
  }
  const repeats = equality !== undefined && repeatingRules.has(equality.oid);
  if (repeats && lastValues.get(type)?.equals(value) === true) return true;
  if (equality !== undefined && equality.prepareValue(value) === undefined) return false;
  if (!isOfSyntax(type, value)) return false;
  if (repeats && value.length <= repeatedBytesMax) lastValues.set(type, Buffer.from(value));
  return true;
}

/** distinguishedNameMatch and objectIdentifierMatch: authors, classes, slow to read. */
const repeatingRules = new Set(['2.5.13.0', '2.5.13.1']);
const repeatedBytesMax = 1024;
/** The value that each type was last seen with: entries written in a row share many. */
const lastValues = new WeakMap<AttributeType, Buffer>();

function isAscii(value: Buffer): boolean {
  for (let at = 0; at < value.length; at += 1) if ((value[at] ?? 0) >= 0x80) return false;
  return true;
}

/** Rules of names, numbers and times read all of a value: what has a key is of the syntax. */
const readingRules = new Set([
  '2.5.13.1',
  '2.5.13.13',
  '2.5.13.14',
  '2.5.13.23',
  '2.5.13.27',
  '1.3.6.1.1.16.2',
  '1.3.6.1.4.1.4203.666.11.2.2',
]);

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
