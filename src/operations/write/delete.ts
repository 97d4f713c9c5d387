import type { DeleteRequest } from '../../model/request.js';
import { LdapError, type Result } from '../../model/result.js';
import { forgetLogin } from '../../state/logins.js';
import { requireVisible } from '../access-of.js';
import { requireAssertion } from '../search/assertion.js';
import type { Call, Kernel } from '../context.js';
import { storedEntry } from './modify.js';
import { followReferences } from './references.js';
import { uuidOf, writeEntry } from './write.js';
import { existingTarget, requireIdentity, writeName } from './write-target.js';

const nothing: ReadonlySet<string> = new Set();

/** Delete (RFC 4511 §4.8): leaves only; an alias is itself deleted, never followed. */
export async function deleteEntry(kernel: Kernel, call: Call<DeleteRequest>): Promise<Result> {
  const { actor } = call;
  const name = writeName(kernel, call.request.dn);
  requireIdentity(actor);
  return writeEntry(kernel, call, (transaction) => {
    const id = existingTarget(kernel, transaction, call, name);
    const access = requireVisible(kernel, transaction, actor, id);
    requireAssertion(kernel, transaction, call, id);
    if (access.delete && transaction.hasChildren(id)) {
      throw new LdapError('notAllowedOnNonLeaf', 'subordinate objects must be deleted first');
    }
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
      commit: (change) => {
        transaction.remove(id);
        forgetLogin(transaction.state, entryUuid);
        const names = [{ from: before.dn, to: undefined }];
        followReferences(kernel, change, { transaction, names });
      },
    };
  });
}
