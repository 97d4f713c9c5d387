import { type Entry, textOf, valuesOf } from '../../model/entry.js';
import type { Modification } from '../../model/modification.js';
import type { ModifyRequest } from '../../model/request.js';
import { LdapError } from '../../model/result.js';
import { PolicyRefusal } from '../../password/policy-refusal.js';
import { isHashed } from '../../password/stored-password.js';
import { loginKey } from '../../state/logins.js';
import type { Call, Kernel } from '../context.js';
import { dnKeyOf } from '../dn-text.js';
import { attemptOn, noteFailure, waitForAttempt } from '../session/guessing.js';
import { matchingPassword } from '../session/sign-in.js';
import { isPassword, withHashedPasswords } from './hashed-passwords.js';
import {
  passwordRules,
  type PasswordRules,
  requireMayChange,
  storedPassword,
} from './password-rules.js';

/** The changes of a modify once the rules for passwords have seen them. */
export interface PasswordChanges {
  readonly changes: readonly Modification[];
  readonly seen: SeenPassword | undefined;
}

/** The values that a new password was judged by. */
export interface SeenPassword {
  readonly userPassword: readonly Buffer[];
  readonly pwdHistory: readonly Buffer[];
}

/**
 * Makes the passwords of a modify ready to be stored, outside the transaction: what is deleted in
 * clear stands for the stored value that it matches (draft-behera-ldap-password-policy-10
 * §8.2.1), what is new is judged and hashed.
 *
 * @throws PolicyRefusal, LdapError `busy`
 */
export async function passwordChanges(
  kernel: Kernel,
  call: Call<ModifyRequest>,
  entry: Entry,
): Promise<PasswordChanges> {
  const rules = passwordRules(kernel, kernel.store.current, { actor: call.actor, entry });
  const { changes: asked } = call.request;
  const changes = await withStoredValues(kernel, call, { changes: asked, rules });
  const provesOld = changes.some((change, index) => change !== asked[index]);
  requireMayChange(kernel, rules, provesOld);
  return {
    changes: await withHashedPasswords(kernel.schema, changes, (value) =>
      storedPassword(value, rules),
    ),
    seen: seenPassword(rules),
  };
}

/** The deletions of passwords in clear as deletions of what is stored of them. */
async function withStoredValues(
  kernel: Kernel,
  call: Call<unknown>,
  { changes, rules }: { readonly changes: readonly Modification[]; readonly rules: PasswordRules },
): Promise<readonly Modification[]> {
  const made: Modification[] = [];
  for (const change of changes) {
    const isOld = change.kind === 'delete' && isPassword(kernel.schema, change.attribute);
    const [value, ...others] = change.values;
    if (!isOld || value === undefined || others.length > 0 || isHashed(value)) made.push(change);
    else made.push({ ...change, values: [await provedOld(kernel, call, { value, rules })] });
  }
  return made;
}

/**
 * The stored form of the password that stands, given by who wants to change it; slowed down like
 * a bind, for it is one more way to guess.
 *
 * @throws PolicyRefusal `mustSupplyOldPassword` when it is another and the policy wants it;
 * otherwise LdapError `noSuchAttribute`, as of any value that is not there
 */
async function provedOld(
  kernel: Kernel,
  call: Call<unknown>,
  { value, rules }: { readonly value: Buffer; readonly rules: PasswordRules },
): Promise<Buffer> {
  const stored = await oldPassword(kernel, call, { value, rules });
  if (stored) return stored;
  const { policy, by } = rules;
  if (policy.safeModify && by === 'owner') throw new PolicyRefusal('mustSupplyOldPassword');
  throw new LdapError('noSuchAttribute', 'userPassword: no such value');
}

/** The stored value that an old password matches; a wrong one counts as a failed sign-in. */
export async function oldPassword(
  kernel: Kernel,
  { context }: Call<unknown>,
  { value, rules: { entry, policy } }: { readonly value: Buffer; readonly rules: PasswordRules },
): Promise<Buffer | undefined> {
  const key = loginKey(textOf(entry, 'entryUUID') ?? '');
  const attempt = attemptOn(kernel, { key, name: dnKeyOf(kernel, entry.dn).text }, context);
  await waitForAttempt(kernel, attempt, context);
  const stored = await matchingPassword(value, entry, attempt);
  if (!stored) await noteFailure(kernel, attempt, policy);
  return stored;
}

/** What must still stand when the new password is stored; nothing of what an operator sets. */
export function seenPassword({ entry, by }: PasswordRules): SeenPassword | undefined {
  if (by === 'operator') return undefined;
  return {
    userPassword: valuesOf(entry, 'userPassword'),
    pwdHistory: valuesOf(entry, 'pwdHistory'),
  };
}

/** @throws LdapError `busy` when the password or its history is another by now */
export function requireSamePassword(before: Entry, judged: SeenPassword | undefined): void {
  if (!judged) return;
  for (const attribute of ['userPassword', 'pwdHistory'] as const) {
    const [seen, now] = [judged[attribute], valuesOf(before, attribute)];
    const isSame =
      seen.length === now.length && seen.every((value) => now.some((other) => other.equals(value)));
    if (!isSame) throw new LdapError('busy', 'the password was changed meanwhile');
  }
}
