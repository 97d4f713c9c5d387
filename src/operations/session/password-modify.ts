import { withValues } from '../../model/entry.js';
import type { ExtendedRequest } from '../../model/request.js';
import { LdapError, type Result } from '../../model/result.js';
import { generatePassword } from '../../password/generate.js';
import { PolicyRefusal } from '../../password/policy-refusal.js';
import {
  decodePasswordModify,
  encodeGeneratedPassword,
  type PasswordModify,
} from '../../protocol/extended/password-modify.js';
import { requireVisible } from '../access-of.js';
import type { Actor } from '../actor.js';
import type { Call, Kernel } from '../context.js';
import type { ExtendedOutcome } from '../directory.js';
import { oldPassword, requireSamePassword, seenPassword } from '../write/password-changes.js';
import {
  passwordRules,
  type PasswordRules,
  requireMayChange,
  storedPassword,
} from '../write/password-rules.js';
import { storedEntry } from '../write/modify.js';
import { authorizationIdentity } from './who-am-i.js';
import { renewedVerifier } from '../write/scram-verifiers.js';
import { uuidOf, writeEntry } from '../write/write.js';
import type { PasswordUpdate, StoredSecrets } from '../writes.js';
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
  const rules = passwordRules(kernel, current, { actor: call.actor, entry });
  if (isHeldToOwn(call.actor) && rules.by !== 'owner') throw new PolicyRefusal('changeAfterReset');
  await requireOldPassword(kernel, call, { rules, value: value.oldPassword });
  requireMayChange(kernel, rules, value.oldPassword !== undefined);

  const generated =
    value.newPassword === undefined ? generatePassword(rules.policy.minLength) : undefined;
  const password = value.newPassword ?? Buffer.from(generated ?? '');
  if (password.length === 0) throw new LdapError('constraintViolation', 'an empty new password');
  const secrets = {
    password: await storedPassword(password, rules),
    verifiers: await renewedVerifier(entry, password),
  };
  const seen = seenPassword(rules);
  const result = await kernel.writes.setPassword({
    ...call,
    request: secrets,
    name,
    requested,
    seen,
  });
  return generated === undefined
    ? { result }
    : { result, value: encodeGeneratedPassword(Buffer.from(generated)) };
}

/** Whoever must change its own password changes no other before. */
const isHeldToOwn = (actor: Actor): boolean => actor.kind === 'entry' && actor.mustChange === true;

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
  call: Call<ExtendedRequest>,
  { rules, value }: { readonly rules: PasswordRules; readonly value: Buffer | undefined },
): Promise<void> {
  if (value === undefined || (await oldPassword(kernel, call, { value, rules }))) return;
  throw new LdapError('unwillingToPerform', 'unwilling to verify old password');
}

/** The transaction of a Password Modify. */
export function writeNewPassword(
  kernel: Kernel,
  update: PasswordUpdate<StoredSecrets>,
): Promise<Result> {
  const { request, name, seen } = update;
  return writeEntry(kernel, update, (transaction) => {
    const id = existingTarget(kernel, transaction, update, name);
    const access = requireVisible(kernel, transaction, update.actor, id);
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
          withValues(
            withValues(entry, 'userPassword', [request.password]),
            'authPassword',
            request.verifiers,
          ),
      },
      id,
      commit: ({ after }) => {
        transaction.replace(id, after);
      },
    };
  });
}
