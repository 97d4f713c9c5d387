import type { DeleteRequest } from '../../model/request.js';
import { LdapError, type Result } from '../../model/result.js';
import { forgetLogin } from '../../state/logins.js';
import { requireVisible } from '../access-of.js';
import { requireAssertion } from '../search/assertion.js';
import type { Call, Kernel } from '../context.js';
import { deletableBelow, deleteBelow } from './delete-subtree.js';
import { storedEntry } from './modify.js';
import { followReferences } from './references.js';
import { uuidOf, writeEntry } from './write.js';
import { existingTarget, requireIdentity, writeName } from './write-target.js';

const nothing: ReadonlySet<string> = new Set();

/**
 * Delete (RFC 4511 §4.8): leaves only, unless the tree delete control asks for what is below as
 * well; an alias is itself deleted, never followed.
 */
export async function deleteEntry(kernel: Kernel, call: Call<DeleteRequest>): Promise<Result> {
  // A name that is none is refused before it is asked who comes with it.
  writeName(kernel, call.request.dn);
  requireIdentity(call.actor);
  return kernel.writes.delete(call);
}

/** The transaction of a delete. */
export function writeDeletion(kernel: Kernel, call: Call<DeleteRequest>): Promise<Result> {
  const { actor } = call;
  const name = writeName(kernel, call.request.dn);
  return writeEntry(kernel, call, (transaction) => {
    const id = existingTarget(kernel, transaction, call, name);
    const access = requireVisible(kernel, transaction, actor, id);
    requireAssertion(kernel, transaction, call, id);
    const wholeTree = call.controls.treeDelete;
    if (access.delete && !wholeTree && transaction.hasChildren(id)) {
      throw new LdapError('notAllowedOnNonLeaf', 'subordinate objects must be deleted first');
    }
    const doomed = access.delete && wholeTree ? deletableBelow(kernel, transaction, call, id) : [];
    const before = storedEntry(transaction, id);
    const entryUuid = uuidOf(before);
    return {
      facts: {
        operation: 'delete',
        access,
        requested: nothing,
        entryUuid,
        before,
        after: before,
        apply: (entry) => entry,
      },
      id,
      commit: (change) => {
        const below = deleteBelow(kernel, change, { transaction, call, doomed });
        transaction.remove(id);
        forgetLogin(transaction.state, entryUuid);
        const names = [...below, { from: before.dn, to: undefined }];
        followReferences(kernel, change, { transaction, names });
      },
    };
  });
}
