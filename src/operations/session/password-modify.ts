import { type Entry, withValues } from '../../model/entry.js';
import type { ExtendedRequest } from '../../model/request.js';
import { LdapError, type Result } from '../../model/result.js';
import { generatePassword } from '../../password/generate.js';
import {
  decodePasswordModify,
  encodeGeneratedPassword,
  type PasswordModify,
} from '../../protocol/extended/password-modify.js';
import { loginKey } from '../../state/logins.js';
import { requireVisible } from '../access-of.js';
import { matchingPassword } from './bind.js';
import type { Call, Kernel } from '../context.js';
import type { ExtendedOutcome } from '../directory.js';
import { type Attempt, noteFailure, waitForAttempt } from './guessing.js';
import { hashNew, passwordRules } from '../write/hashed-passwords.js';
import { storedEntry } from '../write/modify.js';
import { authorizationIdentity } from './who-am-i.js';
import { uuidOf, writeEntry } from '../write/write.js';
import {
  existingTarget,
  requireIdentity,
  type WriteName,
  writeName,
} from '../write/write-target.js';

const requested: ReadonlySet<string> = new Set(['userpassword']);

/**
 * Password Modify (RFC 3062): one's own password, or with the right to write it another's. An old
 * password that is given must be right; without a new one the server makes one and answers it.
 */
export async function modifyPassword(
  kernel: Kernel,
  call: Call<ExtendedRequest>,
): Promise<ExtendedOutcome> {
  requireIdentity(call.actor);
  const value = decodePasswordModify(call.request.value);
  const name = identityOf(kernel, call, value);
  const { current } = kernel.store;
  const id = existingTarget(kernel, current, call, name);
  if (!requireVisible(kernel, current, call.actor, id).may('userpassword', 'write')) {
    throw new LdapError('insufficientAccessRights', 'no right to write userPassword');
  }
  const entry = storedEntry(current, id);
  await requireOldPassword(kernel, call, { entry, oldPassword: value.oldPassword });

  const generated = value.newPassword === undefined ? generatePassword() : undefined;
  const password = value.newPassword ?? Buffer.from(generated ?? '');
  if (password.length === 0) throw new LdapError('constraintViolation', 'an empty new password');
  const hashed = await hashNew(password, passwordRules(kernel, call.actor, entry));
  const result = await storePassword(kernel, call, { name, hashed });
  return generated === undefined
    ? { result }
    : { result, value: encodeGeneratedPassword(Buffer.from(generated)) };
}

/** Whose password: the one named, or one's own; the root DN's is not in the directory. */
function identityOf(
  kernel: Kernel,
  { actor }: Call<ExtendedRequest>,
  { identity }: PasswordModify,
): WriteName {
  const own = authorizationIdentity(kernel, actor).toString('utf8');
  const written = identity?.toString('utf8') ?? own;
  if (written.startsWith('u:')) {
    throw new LdapError('unwillingToPerform', 'the user identity is a DN');
  }
  const name = writeName(kernel, written.replace(/^dn:/i, ''));
  if (name.key.text === kernel.rootKey.text) {
    throw new LdapError('unwillingToPerform', 'the password of the root DN is configured');
  }
  return name;
}

/**
 * Checks the old password, slowed down like a bind: it is one more way to guess.
 *
 * @throws LdapError `unwillingToPerform`, as slapd says of an old password that is wrong
 */
async function requireOldPassword(
  kernel: Kernel,
  { context }: Call<ExtendedRequest>,
  { entry, oldPassword }: { readonly entry: Entry; readonly oldPassword: Buffer | undefined },
): Promise<void> {
  if (oldPassword === undefined) return;
  const attempt: Attempt = { key: loginKey(uuidOf(entry)), address: context.address };
  await waitForAttempt(kernel, attempt, context);
  if (await matchingPassword(oldPassword, entry)) return;
  await noteFailure(kernel, attempt);
  throw new LdapError('unwillingToPerform', 'unwilling to verify old password');
}

async function storePassword(
  kernel: Kernel,
  call: Call<ExtendedRequest>,
  { name, hashed }: { readonly name: WriteName; readonly hashed: Buffer },
): Promise<Result> {
  return writeEntry(kernel, call, (transaction) => {
    const id = existingTarget(kernel, transaction, call, name);
    const access = requireVisible(kernel, transaction, call.actor, id);
    const before = storedEntry(transaction, id);
    return {
      facts: {
        operation: 'modify',
        access,
        requested,
        entryUuid: uuidOf(before),
        before,
        after: before,
        apply: (entry) => withValues(entry, 'userPassword', [hashed]),
      },
      commit: ({ after }) => {
        transaction.replace(id, after);
      },
    };
  });
}
