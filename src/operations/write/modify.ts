import type { ModifyRequest } from '../../model/request.js';
import { passwordAttributes } from '../../model/password-attributes.js';
import { LdapError, type Result } from '../../model/result.js';
import type { EntryAccess } from '../../access/policy.js';
import type { Entry } from '../../model/entry.js';
import type { Reader } from '../../store/reader.js';
import { requireVisible } from '../access-of.js';
import { applyModifications } from './apply-modifications.js';
import type { Call, Kernel } from '../context.js';
import { withLoginLock } from './login-lock.js';
import { type PasswordChanges, passwordChanges, requireSamePassword } from './password-changes.js';
import { requireAssertion } from '../search/assertion.js';
import { postRead, preRead } from './read-entry.js';
import { renewedVerifiers, requireSoundVerifiers } from './scram-verifiers.js';
import { succeeded, uuidOf, writeEntry } from './write.js';
import { writtenAttributes } from './written-attributes.js';
import type { PasswordUpdate } from '../writes.js';
import { existingTarget, requireIdentity, type WriteName, writeName } from './write-target.js';

interface Located {
  readonly id: number;
  readonly access: EntryAccess;
}

/** Modify (RFC 4511 §4.6, increment RFC 4525): all changes in order, or none. */
export async function modifyEntry(kernel: Kernel, call: Call<ModifyRequest>): Promise<Result> {
  const { request, actor } = call;
  const name = writeName(kernel, request.dn);
  requireIdentity(actor);
  const requested = writtenAttributes(kernel.schema, request.changes, actor);
  if (request.changes.length === 0) {
    // A list of none (RFC 4511 §4.6 allows it): nothing changes, not even the time of it.
    const reader = kernel.store.current;
    const { id } = located(kernel, reader, call, name);
    requireAssertion(kernel, reader, call, id);
    const at = { reader, id };
    return succeeded([...preRead(kernel, call, at), ...postRead(kernel, call, at)]);
  }
  const { changes, seen } = secrets.some((secret) => requested.has(secret))
    ? await judgedChanges(kernel, call, {
        requested,
        ...located(kernel, kernel.store.current, call, name),
      })
    : { changes: request.changes, seen: undefined };
  const { context, controls } = call;
  const judged = changes === request.changes ? request : { ...request, changes };
  return kernel.writes.modify({ request: judged, actor, context, controls, name, requested, seen });
}

function located(
  kernel: Kernel,
  reader: Reader,
  call: Call<ModifyRequest>,
  name: WriteName,
): Located {
  const id = existingTarget(kernel, reader, call, name);
  return { id, access: requireVisible(kernel, reader, call.actor, id) };
}

/** The transaction of a modify, its passwords judged and hashed. */
export function writeModifications(
  kernel: Kernel,
  update: PasswordUpdate<ModifyRequest>,
): Promise<Result> {
  const { request, name, requested, seen, controls } = update;
  return writeEntry(kernel, update, (transaction) => {
    const { id, access } = located(kernel, transaction, update, name);
    requireAssertion(kernel, transaction, update, id);
    const before = storedEntry(transaction, id);
    requireSamePassword(before, seen);
    return {
      facts: {
        operation: 'modify',
        access,
        requested,
        entryUuid: uuidOf(before),
        before,
        after: before,
        apply: (entry) =>
          applyModifications(kernel.schema, withLoginLock(transaction.state, requested, entry), {
            changes: request.changes,
            permissive: controls.permissive,
          }),
      },
      id,
      commit: ({ after }) => {
        transaction.replace(id, after);
      },
    };
  });
}

const secrets = [...passwordAttributes];

/** Who may not write a secret is told so before it costs a derivation. */
async function judgedChanges(
  kernel: Kernel,
  call: Call<ModifyRequest>,
  { requested, id, access }: Located & { readonly requested: ReadonlySet<string> },
): Promise<PasswordChanges> {
  const denied = secrets.find((name) => requested.has(name) && !access.may(name, 'write'));
  if (denied) throw new LdapError('insufficientAccessRights', `no right to write ${denied}`);
  const { schema } = kernel;
  const entry = storedEntry(kernel.store.current, id);
  const asked = call.request.changes;
  const judged = requested.has('userpassword')
    ? await passwordChanges(kernel, call, entry)
    : { changes: asked, seen: undefined };
  await requireSoundVerifiers(schema, asked, call.actor);
  const renewed = await renewedVerifiers(schema, entry, asked);
  return { ...judged, changes: [...judged.changes, ...renewed] };
}

/** The entry of an id found in the same view. */
export function storedEntry(reader: Reader, id: number): Entry {
  const entry = reader.entry(id);
  if (!entry) throw new LdapError('noSuchObject', '');
  return entry;
}
