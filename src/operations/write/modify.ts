import type { ModifyRequest } from '../../model/request.js';
import type { Modification } from '../../model/modification.js';
import { LdapError, type Result, success } from '../../model/result.js';
import type { EntryAccess } from '../../access/policy.js';
import type { Entry } from '../../model/entry.js';
import type { Reader } from '../../store/reader.js';
import { requireVisible } from '../access-of.js';
import { applyModifications } from './apply-modifications.js';
import type { Call, Kernel } from '../context.js';
import { passwordRules, withHashedPasswords } from './hashed-passwords.js';
import { requireAssertion } from '../search/assertion.js';
import { uuidOf, writeEntry } from './write.js';
import { writtenAttributes } from './written-attributes.js';
import { existingTarget, requireIdentity, writeName } from './write-target.js';

/** Modify (RFC 4511 §4.6, increment RFC 4525): all changes in order, or none. */
export async function modifyEntry(kernel: Kernel, call: Call<ModifyRequest>): Promise<Result> {
  const { request, actor } = call;
  const name = writeName(kernel, request.dn);
  requireIdentity(actor);
  const requested = writtenAttributes(kernel.schema, request.changes, actor);
  const locate = (reader: Reader): { id: number; access: EntryAccess } => {
    const id = existingTarget(kernel, reader, call, name);
    return { id, access: requireVisible(kernel, reader, actor, id) };
  };

  if (request.changes.length === 0) {
    // A list of none (RFC 4511 §4.6 allows it): nothing changes, not even the time of it.
    requireAssertion(kernel, kernel.store.current, call, locate(kernel.store.current).id);
    return success;
  }
  const changes = requested.has('userpassword')
    ? await hashedChanges(kernel, call, locate(kernel.store.current))
    : request.changes;
  return writeEntry(kernel, call, (transaction) => {
    const { id, access } = locate(transaction);
    requireAssertion(kernel, transaction, call, id);
    const before = storedEntry(transaction, id);
    return {
      facts: {
        operation: 'modify',
        access,
        requested,
        entryUuid: uuidOf(before),
        before,
        after: before,
        apply: (entry) => applyModifications(kernel.schema, entry, { changes }),
      },
      commit: ({ after }) => {
        transaction.replace(id, after);
      },
    };
  });
}

/** Who may not write the password is told so before it costs a hash. */
async function hashedChanges(
  kernel: Kernel,
  { actor, request }: Call<ModifyRequest>,
  { id, access }: { readonly id: number; readonly access: EntryAccess },
): Promise<readonly Modification[]> {
  if (!access.may('userpassword', 'write')) {
    throw new LdapError('insufficientAccessRights', 'no right to write userPassword');
  }
  const rules = passwordRules(kernel, actor, kernel.store.current.entry(id));
  return withHashedPasswords(kernel.schema, request.changes, rules);
}

/** The entry of an id found in the same view. */
export function storedEntry(reader: Reader, id: number): Entry {
  const entry = reader.entry(id);
  if (!entry) throw new LdapError('noSuchObject', '');
  return entry;
}
