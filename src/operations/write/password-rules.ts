import { type Entry, textOf, textsOf, valuesOf } from '../../model/entry.js';
import { ownChangeRefusal, qualityRefusal } from '../../password/change-rules.js';
import { hashPassword, verifyPassword } from '../../password/hash.js';
import { latestInHistory, storedInHistory } from '../../password/history.js';
import type { PasswordPolicy } from '../../password/policy.js';
import { PolicyRefusal } from '../../password/policy-refusal.js';
import { isHashed } from '../../password/stored-password.js';
import type { Reader } from '../../store/reader.js';
import type { Actor } from '../actor.js';
import type { Kernel } from '../context.js';
import { policyFor } from '../password-policy.js';
import { entryPasswordState } from '../session/account.js';

/**
 * The password policy applied to a new password (draft-behera-ldap-password-policy-10 §8.2). It
 * binds whoever has an entry: its owner in all of it, an administrator in what makes a password
 * good. The root DN and the operator's imports answer for what they set.
 */
export interface PasswordRules {
  readonly policy: PasswordPolicy;
  readonly by: 'owner' | 'administrator' | 'operator';
  /** A one-time link stands for the password that its owner forgot. */
  readonly isByLink: boolean;
  /** The entry as the rules see it; of an add, the one to come. */
  readonly entry: Entry;
}

/** The rules for a password that an actor sets on an entry. */
export function passwordRules(
  kernel: Kernel,
  reader: Reader,
  { actor, entry }: { readonly actor: Actor; readonly entry: Entry },
): PasswordRules {
  const policy = policyFor(kernel, reader, textOf(entry, 'pwdPolicySubentry'));
  const isByLink = actor.kind === 'entry' && actor.isByLink === true;
  return { policy, entry, isByLink, by: setterOf(actor, textOf(entry, 'entryUUID')) };
}

/** Who an actor is to the password of an entry. */
export function setterOf(actor: Actor, entryUuid: string | undefined): PasswordRules['by'] {
  if (actor.kind !== 'entry') return 'operator';
  return actor.entryUuid.toLowerCase() === entryUuid?.toLowerCase() ? 'owner' : 'administrator';
}

/**
 * Sees that an owner may change its password now.
 *
 * @param provesOld whether the request brought the password that stands
 * @throws PolicyRefusal `mustSupplyOldPassword`, `passwordModNotAllowed`, `passwordTooYoung`
 */
export function requireMayChange(
  kernel: Kernel,
  { policy, by, entry, isByLink }: PasswordRules,
  provesOld: boolean,
): void {
  if (by !== 'owner' || isByLink) return;
  const state = entryPasswordState((attribute) => textOf(entry, attribute));
  const hasPassword = valuesOf(entry, 'userPassword').length > 0;
  const now = kernel.clock().getTime();
  const refusal = ownChangeRefusal({ policy, state, now }, { hasPassword, provesOld });
  if (refusal) throw new PolicyRefusal(refusal);
}

/**
 * What is stored of a new password, once the rules have seen it.
 *
 * @throws PolicyRefusal `insufficientPasswordQuality`, `passwordTooShort`, `passwordInHistory`
 */
export async function storedPassword(value: Buffer, rules: PasswordRules): Promise<Buffer> {
  const { policy, by } = rules;
  if (isHashed(value)) {
    if (by === 'operator' || policy.acceptsHashed) return value;
    const message = 'userPassword: give the password, not its hash';
    throw new PolicyRefusal('insufficientPasswordQuality', message);
  }
  if (by !== 'operator') {
    const refusal = qualityRefusal(policy, value.toString('utf8'), namesIn(rules.entry));
    if (refusal) throw new PolicyRefusal(refusal.error, refusal.message);
    if (await isFormer(value, rules)) throw new PolicyRefusal('passwordInHistory');
  }
  return Buffer.from(await hashPassword(value));
}

/** Names and logins that a password must not contain. */
function namesIn(entry: Entry): string[] {
  return ['uid', 'sn', 'givenName'].flatMap((name) => textsOf(entry, name));
}

/** Whether a password is the one that stands or one of those before it (§8.2.6). */
async function isFormer(password: Buffer, { policy, entry }: PasswordRules): Promise<boolean> {
  if (policy.inHistory === 0) return false;
  const history = latestInHistory(valuesOf(entry, 'pwdHistory'), policy.inHistory);
  const former = history.flatMap((value) => storedInHistory(value) ?? []);
  for (const stored of [...valuesOf(entry, 'userPassword'), ...former]) {
    if (await verifyPassword(password, stored)) return true;
  }
  return false;
}
