import { parseDn, type Rdn } from '../../model/dn.js';
import { type Attribute, type Entry, entryOf, textOf } from '../../model/entry.js';
import type { AttributeInput } from '../../model/modification.js';
import type { AddRequest } from '../../model/request.js';
import { LdapError, type Result } from '../../model/result.js';
import type { AttributeDescription } from '../../schema/definitions.js';
import type { EntryAccess } from '../../access/policy.js';
import { canonicalValues } from '../../schema/canonical-name.js';
import type { Schema } from '../../schema/schema.js';
import type { Reader } from '../../store/reader.js';
import { viewOf } from '../access-of.js';
import type { Actor } from '../actor.js';
import { checkValues, describe, withoutEmptyMembers } from './apply-modifications.js';
import type { Call, Kernel } from '../context.js';
import { requireAssertion } from '../search/assertion.js';
import { DraftAttribute } from './draft-attribute.js';
import { withHashedPasswords } from './hashed-passwords.js';
import { passwordRules, storedPassword } from './password-rules.js';
import { requireSoundVerifiers } from './scram-verifiers.js';
import { writeEntry } from './write.js';
import { writtenAttributes } from './written-attributes.js';
import type { Update } from '../writes.js';
import {
  nameBelow,
  parentTarget,
  requireIdentity,
  type WriteName,
  writeName,
} from './write-target.js';

/** Add (RFC 4511 §4.7): the parent must exist, the entry must not, aliases are not followed. */
export async function addEntry(kernel: Kernel, call: Call<AddRequest>): Promise<Result> {
  const { request, actor } = call;
  const { schema } = kernel;
  const name = writeName(kernel, request.dn);
  requireIdentity(actor);
  requireAttributes(schema, request.attributes);
  const requested = writtenAttributes(schema, request.attributes, actor);
  requireMayAdd(placeOf(kernel, kernel.store.current, call, name).access);

  const attributes = requested.has('userpassword')
    ? await judgedAttributes(kernel, call)
    : request.attributes;
  await requireSoundVerifiers(schema, request.attributes, actor);
  return kernel.writes.add({ ...call, request: { ...request, attributes }, name, requested });
}

/** Where an entry goes, and what its author may do to it. */
function placeOf(
  kernel: Kernel,
  reader: Reader,
  call: Call<AddRequest>,
  name: WriteName,
): { readonly parent: number; readonly access: EntryAccess } {
  const parent = parentTarget(kernel, reader, call, name);
  const { attributes } = call.request;
  return { parent, access: accessToNew(kernel, reader, { actor: call.actor, name, attributes }) };
}

/** The transaction of an add, its passwords hashed. */
export function writeNewEntry(kernel: Kernel, update: Update<AddRequest>): Promise<Result> {
  const { schema } = kernel;
  const { request, name, requested } = update;
  return writeEntry(kernel, update, (transaction) => {
    const { parent, access } = placeOf(kernel, transaction, update, name);
    if (transaction.find(name.key) !== undefined) {
      throw new LdapError('entryAlreadyExists', '');
    }
    const entry = newEntry(
      schema,
      { text: nameBelow(transaction, name, parent) },
      request.attributes,
    );
    return {
      facts: {
        operation: 'add',
        access,
        requested,
        entryUuid: textOf(entry, 'entryUUID') ?? kernel.randomUuid(),
        before: undefined,
        after: entryOf(entry.dn, []),
        apply: () => entry,
      },
      id: undefined,
      commit: ({ after }) => {
        const id = transaction.add(after, parent);
        // The target is the entry as it would stand (RFC 4528 §3): a refusal undoes it.
        requireAssertion(kernel, transaction, update, id);
        return id;
      },
    };
  });
}

/**
 * The entry that an add describes: values checked one by one, those of its name supplied.
 *
 * @throws LdapError `undefinedAttributeType`, `invalidAttributeSyntax`, `attributeOrValueExists`
 */
export function newEntry(
  schema: Schema,
  name: Pick<WriteName, 'text'> & { readonly rdn?: Rdn },
  inputs: readonly AttributeInput[],
): Entry {
  const attributes = new Map<string, Attribute>();
  for (const { attribute, values } of inputs) {
    const description = describe(schema, attribute);
    checkValues(description, values);
    const stored = canonicalValues(schema, description.type, values);
    addValues(attributes, description, withoutEmptyMembers(description, stored));
  }
  for (const { type, value } of name.rdn ?? parseDn(name.text)[0] ?? []) {
    const description = describe(schema, type);
    const { canonical, key } = description;
    if (!description.type.equality) {
      throw new LdapError('namingViolation', `${canonical} cannot name an entry`);
    }
    const values = attributes.get(key)?.values ?? [];
    if (values.some((each) => each.equals(value))) continue;
    if (values.length === 0 || !draftOf(description, values).has(value)) {
      attributes.set(key, { description: canonical, values: [...values, value] });
    }
  }
  return { dn: name.text, attributes };
}

/** Values of one input are checked already; only those of several can repeat each other. */
function addValues(
  attributes: Map<string, Attribute>,
  description: AttributeDescription,
  values: readonly Buffer[],
): void {
  if (values.length === 0) return;
  const known = attributes.get(description.key);
  if (known === undefined) {
    attributes.set(description.key, { description: description.canonical, values });
    return;
  }
  const draft = draftOf(description, known.values);
  for (const value of values) draft.add(value);
  attributes.set(description.key, draft.attribute);
}

function draftOf(
  { canonical, type }: AttributeDescription,
  values: readonly Buffer[],
): DraftAttribute {
  return new DraftAttribute(canonical, type, { values });
}

/** RFC 4511 §4.1.7, §4.7: at least one attribute, each once and with at least one value. */
function requireAttributes(schema: Schema, inputs: readonly AttributeInput[]): void {
  if (inputs.length === 0) throw new LdapError('protocolError', 'no attributes provided');
  const empty = inputs.find(({ values }) => values.length === 0);
  if (empty) throw new LdapError('protocolError', `${empty.attribute}: no values provided`);
  const keys = new Set<string>();
  for (const { attribute } of inputs) {
    const { key, canonical } = describe(schema, attribute);
    if (keys.has(key)) {
      throw new LdapError('attributeOrValueExists', `${canonical}: provided more than once`);
    }
    keys.add(key);
  }
}

/** What the actor may do to an entry that is not there yet, by its name and its classes. */
function accessToNew(
  kernel: Kernel,
  reader: Reader,
  {
    actor,
    name,
    attributes,
  }: {
    readonly actor: Actor;
    readonly name: WriteName;
    readonly attributes: readonly AttributeInput[];
  },
): EntryAccess {
  const classes = attributes
    .filter(({ attribute }) => describe(kernel.schema, attribute).type.name === 'objectClass')
    .flatMap(({ values }) => values.map((value) => value.toString('utf8')));
  return viewOf(kernel, reader, actor).on({
    dn: name.key.text,
    is: () => false,
    classes: new Set(kernel.schema.closureOf(classes).keys()),
    inGroup: () => false,
  });
}

/** The attributes with their passwords judged by the policy and hashed. @throws PolicyRefusal */
function judgedAttributes(
  kernel: Kernel,
  { request, actor }: Call<AddRequest>,
): Promise<readonly AttributeInput[]> {
  const { schema, store } = kernel;
  const described = request.attributes.map(({ attribute, values }): Attribute => {
    return { description: describe(schema, attribute).canonical, values };
  });
  const draft = entryOf(request.dn, described);
  const rules = passwordRules(kernel, store.current, { actor, entry: draft });
  return withHashedPasswords(schema, request.attributes, (value) => storedPassword(value, rules));
}

/** Before any password is hashed: who may not add costs us nothing. */
function requireMayAdd(access: EntryAccess): void {
  if (!access.add) throw new LdapError('insufficientAccessRights', 'no right to add this entry');
}
