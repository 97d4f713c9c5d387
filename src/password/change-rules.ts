import type { PolicyErrorName } from '../model/password-policy.js';
import type { PasswordPolicy } from './policy.js';
import type { PasswordState } from './password-state.js';
import { passwordFaults } from './quality.js';
import { mustChange } from './sign-in-rules.js';

/**
 * What a policy says of a new password (draft-behera-ldap-password-policy-10 §8.2), but for its
 * history, whose comparison costs hashes. Pure: policy × state × change × now → refusal or none.
 */

export interface ChangeSituation {
  readonly policy: PasswordPolicy;
  readonly state: Pick<PasswordState, 'changedAt' | 'reset'>;
  /** Milliseconds since 1970. */
  readonly now: number;
}

export interface OwnChange {
  readonly hasPassword: boolean;
  /** Whether the request brought the password that stands, and it was right. */
  readonly provesOld: boolean;
}

/** Why its owner may not change a password now; undefined: it may. */
export function ownChangeRefusal(
  { policy, state, now }: ChangeSituation,
  { hasPassword, provesOld }: OwnChange,
): PolicyErrorName | undefined {
  if (policy.safeModify && hasPassword && !provesOld) return 'mustSupplyOldPassword';
  if (!policy.allowUserChange) return 'passwordModNotAllowed';
  const { changedAt } = state;
  const isYoung = changedAt !== undefined && now - changedAt < policy.minAge * 1000;
  // §7.8: what must be changed may be changed at once.
  return isYoung && !mustChange({ policy, state }) ? 'passwordTooYoung' : undefined;
}

/** A password that its policy does not take, and sentences for its owner. */
export interface QualityRefusal {
  readonly error: 'passwordTooShort' | 'insufficientPasswordQuality';
  readonly message: string;
}

/**
 * What is wrong with a new password in clear (§8.2.5).
 *
 * @param about names and logins it must not contain
 */
export function qualityRefusal(
  policy: PasswordPolicy,
  password: string,
  about: readonly string[],
): QualityRefusal | undefined {
  if (!policy.checksQuality) return undefined;
  const length = Array.from(password).length;
  if (length < policy.minLength) {
    const message = `Le mot de passe doit avoir au moins ${policy.minLength} caractères.`;
    return { error: 'passwordTooShort', message };
  }
  if (policy.maxLength > 0 && length > policy.maxLength) {
    const message = `Le mot de passe doit avoir au plus ${policy.maxLength} caractères.`;
    return { error: 'insufficientPasswordQuality', message };
  }
  const faults = passwordFaults(password, about);
  if (faults.length === 0) return undefined;
  return { error: 'insufficientPasswordQuality', message: faults.join(' ') };
}
