import {
  asObject,
  extensionRules,
  extensionSchema,
  invalid,
  ScimRefusal,
  type ScimObject,
  userRules,
} from './scim-rules.js';

const patchSchema = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';

/**
 * The user after a PATCH (RFC 7644 §3.5.2), all operations or none. Strict: lower-case `op`, a
 * path in every operation, whole attributes only.
 *
 * @throws ScimRefusal 400
 */
export function patchUser(user: ScimObject, message: unknown): ScimObject {
  const { schemas, Operations: operations } = asObject(message, 'the message');
  if (!Array.isArray(schemas) || !schemas.includes(patchSchema)) {
    throw invalid('schemas must name the PatchOp message');
  }
  if (!Array.isArray(operations) || operations.length === 0) {
    throw invalid('Operations must be a list');
  }
  const patched = operations.reduce<ScimObject>(applyOperation, user);
  if (patched['userName'] === undefined) throw invalid('userName is required');
  return patched;
}

function applyOperation(user: ScimObject, operation: unknown): ScimObject {
  const { op, path, value } = asObject(operation, 'an operation');
  if (op !== 'add' && op !== 'replace' && op !== 'remove') {
    throw new ScimRefusal(400, 'op must be add, replace or remove', 'invalidSyntax');
  }
  if (typeof path !== 'string') throw new ScimRefusal(400, 'path is required', 'noTarget');
  const inExtension = path.startsWith(`${extensionSchema}:`);
  const member = inExtension ? path.slice(extensionSchema.length + 1) : path;
  const rule = inExtension ? extensionRules[member] : userRules[member];
  if (!rule) throw new ScimRefusal(400, `${path} is not an attribute`, 'invalidPath');
  if (op !== 'remove') rule(value, path);
  const holder = inExtension ? asObject(user[extensionSchema] ?? {}, path) : user;
  const changed = withMember(holder, member, op === 'remove' ? undefined : value);
  return inExtension ? { ...user, [extensionSchema]: changed } : changed;
}

function withMember(holder: ScimObject, member: string, value: unknown): ScimObject {
  const others = Object.entries(holder).filter(([key]) => key !== member);
  return Object.fromEntries(value === undefined ? others : [...others, [member, value]]);
}
