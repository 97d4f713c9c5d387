import type { Entry } from '../../model/entry.js';
import type { Modification } from '../../model/modification.js';
import { LdapError } from '../../model/result.js';
import { canonicalValues } from '../../schema/canonical-name.js';
import type { AttributeDescription } from '../../schema/definitions.js';
import type { Schema } from '../../schema/schema.js';
import { DraftAttribute } from './draft-attribute.js';

const integerSyntax = '1.3.6.1.4.1.1466.115.121.1.27';

/**
 * The entry after the modifications, applied in order (RFC 4511 §4.6, RFC 4525). Transient
 * violations are allowed: only the final entry is checked against the schema, elsewhere.
 *
 * @param permissive adding what is there and deleting what is not succeed
 * @throws LdapError `undefinedAttributeType`, `protocolError`, `invalidAttributeSyntax`,
 * `attributeOrValueExists`, `noSuchAttribute`, `inappropriateMatching`, `constraintViolation`
 */
export function applyModifications(
  schema: Schema,
  entry: Entry,
  { changes, permissive = false }: { changes: readonly Modification[]; permissive?: boolean },
): Entry {
  const drafts = new Map<string, DraftAttribute>();
  // What is wrong with the request is said before what does not suit the entry.
  for (const { kind, description, values } of changes.flatMap((one) => readChange(schema, one))) {
    const draft = drafts.get(description.key) ?? draftOf(entry, description);
    drafts.set(description.key, draft);
    appliers[kind](draft, values, permissive);
  }
  const attributes = new Map(entry.attributes);
  for (const [key, draft] of drafts) {
    if (draft.empty) attributes.delete(key);
    else attributes.set(key, draft.attribute);
  }
  return { dn: entry.dn, attributes };
}

type Applier = (draft: DraftAttribute, values: readonly Buffer[], permissive: boolean) => void;

const appliers: Readonly<Record<Modification['kind'], Applier>> = {
  add(draft, values, permissive) {
    if (!draft.type.equality && !draft.empty && !permissive) {
      throw noEquality(draft, 'added to');
    }
    for (const value of values) {
      if (!(permissive && draft.has(value))) draft.add(value);
    }
  },

  delete(draft, values, permissive) {
    if (values.length > 0 && !draft.type.equality) throw noEquality(draft, 'deleted from');
    if (draft.empty) {
      if (permissive) return;
      throw new LdapError('noSuchAttribute', `${draft.description}: no such attribute`);
    }
    if (values.length === 0) {
      draft.clear();
      return;
    }
    for (const value of values) {
      if (!(permissive && !draft.has(value))) draft.remove(value);
    }
  },

  replace(draft, values) {
    draft.clear();
    for (const value of values) draft.add(value);
  },

  increment(draft, [by]) {
    if (draft.empty || by === undefined) {
      throw new LdapError('noSuchAttribute', `${draft.description}: no such attribute`);
    }
    const step = BigInt(by.toString('latin1'));
    const sums = draft.values.map((value) => BigInt(value.toString('latin1')) + step);
    draft.clear();
    for (const sum of sums) draft.add(Buffer.from(sum.toString()));
  },
};

/**
 * Resolves the description of an attribute to be written.
 *
 * @throws LdapError `undefinedAttributeType`
 */
export function describe(schema: Schema, attribute: string): AttributeDescription {
  const description = schema.describe(attribute);
  if (description && isStorable(description)) return description;
  throw new LdapError('undefinedAttributeType', `${attribute}: attribute type undefined`);
}

/** Syntaxes whose values are transferred with `;binary`, never without (RFC 4523 §2). */
const binarySyntaxes = new Set(
  [8, 9, 10, 49].map((number) => `1.3.6.1.4.1.1466.115.121.1.${number}`),
);

/** A range of languages names attributes to read, never one to write (RFC 3866 §4). */
function isStorable({ type, options }: AttributeDescription): boolean {
  if (options.length > 0 && options.some((option) => option.endsWith('-'))) return false;
  return !binarySyntaxes.has(type.syntax.oid) || options.includes('binary');
}

interface ReadChange {
  readonly kind: Modification['kind'];
  readonly description: AttributeDescription;
  readonly values: readonly Buffer[];
}

/** The change with its values checked; none when only zero-length members were given. */
function readChange(
  schema: Schema,
  { kind, attribute, values: given }: Modification,
): ReadChange[] {
  const description = describe(schema, attribute);
  const { canonical } = description;
  if (kind === 'add' && given.length === 0) {
    throw new LdapError('protocolError', `${canonical}: add without values`);
  }
  if (kind === 'increment') requireIncrement(description, given);
  checkValues(description, given);
  // A name of unknown types, or of no class, is of the syntax, and nothing that could be there.
  if (given.some((value) => isUnknown(schema, description, value))) {
    throw new LdapError('invalidAttributeSyntax', `${canonical}: a value invalid per syntax`);
  }
  const stored = canonicalValues(schema, description.type, given);
  const values = withoutEmptyMembers(description, stored);
  const dropped = values.length < given.length;
  if (dropped && values.length === 0 && kind !== 'replace') return [];
  return [{ kind, description, values }];
}

/** RFC 4525 §2. */
function requireIncrement(
  { canonical, type }: AttributeDescription,
  values: readonly Buffer[],
): void {
  if (values.length !== 1) {
    throw new LdapError('protocolError', `${canonical}: increment takes exactly one value`);
  }
  if (type.syntax.oid !== integerSyntax) {
    throw new LdapError('constraintViolation', `${canonical}: not an integer attribute`);
  }
}

/**
 * Refuses values that are not of the attribute's syntax, several of a SINGLE-VALUE attribute, and
 * a set that holds one twice.
 *
 * @throws LdapError `invalidAttributeSyntax`, `constraintViolation`, `attributeOrValueExists`
 */
export function checkValues(description: AttributeDescription, values: readonly Buffer[]): void {
  const { canonical, type } = description;
  values.forEach((value, index) => {
    if (!type.syntax.accepts(value) && !isEmptyMember(description, value)) {
      const why = `${canonical}: value #${index} invalid per syntax`;
      throw new LdapError('invalidAttributeSyntax', why);
    }
  });
  if (values.length < 2) return;
  if (type.singleValue) {
    throw new LdapError('constraintViolation', `${canonical}: multiple values provided`);
  }
  const seen = new DraftAttribute(canonical, type);
  for (const value of values) seen.add(value);
}

/**
 * Without the zero-length `member` by which clients, and our own answers, spell a group that
 * has none: it is never stored.
 */
export function withoutEmptyMembers(
  description: AttributeDescription,
  values: readonly Buffer[],
): readonly Buffer[] {
  if (!values.some((value) => isEmptyMember(description, value))) return values;
  return values.filter((value) => !isEmptyMember(description, value));
}

function isUnknown(schema: Schema, description: AttributeDescription, value: Buffer): boolean {
  const { equality, name } = description.type;
  if (name === 'objectClass') return schema.objectClass(value.toString('utf8')) === undefined;
  if (!equality || isEmptyMember(description, value)) return false;
  return equality.prepareValue(value) === undefined;
}

function isEmptyMember({ type }: AttributeDescription, value: Buffer): boolean {
  return value.length === 0 && (type.name === 'member' || type.name === 'uniqueMember');
}

function draftOf(entry: Entry, { canonical, key, type }: AttributeDescription): DraftAttribute {
  return new DraftAttribute(canonical, type, entry.attributes.get(key));
}

function noEquality(draft: DraftAttribute, what: string): LdapError {
  return new LdapError(
    'inappropriateMatching',
    `${draft.description} has no equality matching rule: single values cannot be ${what} it`,
  );
}
