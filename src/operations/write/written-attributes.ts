import type { AttributeInput } from '../../model/modification.js';
import { LdapError } from '../../model/result.js';
import type { Schema } from '../../schema/schema.js';
import type { Actor } from '../actor.js';
import { describe, withoutEmptyMembers } from './apply-modifications.js';

/**
 * The types a write names, lower-cased first names without options: what access control and the
 * stages ask about. A `member` of zero length only is no member.
 *
 * @throws LdapError `undefinedAttributeType`; `constraintViolation` for what the server keeps
 */
export function writtenAttributes(
  schema: Schema,
  inputs: readonly AttributeInput[],
  actor: Actor,
): ReadonlySet<string> {
  const names = new Set<string>();
  for (const input of inputs) {
    const description = describe(schema, input.attribute);
    const { type, options, key } = description;
    const name = options.length === 0 ? key : type.name.toLowerCase();
    if (type.noUserModification && !isKept(name, actor)) {
      throw new LdapError('constraintViolation', `${type.name}: no user modification allowed`);
    }
    const { values } = input;
    if (values.length === 0 || withoutEmptyMembers(description, values).length > 0) {
      names.add(name);
    }
  }
  return names;
}

/** `memberOf` has a refusal of its own; a restore brings identities and stamps back. */
function isKept(name: string, actor: Actor): boolean {
  return name === 'memberof' || (actor.kind === 'internal' && actor.name === 'restore');
}
