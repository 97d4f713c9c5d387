/**
 * A password policy (draft-behera-ldap-password-policy-10 §5.2), read from a `pwdPolicy` entry or
 * built in. Durations are in seconds; 0 means none, as the draft has it.
 */
export interface PasswordPolicy {
  /** Whether an entry says it: then a password has one value only (§8). */
  readonly isEntry: boolean;
  readonly minAge: number;
  readonly maxAge: number;
  readonly inHistory: number;
  readonly checksQuality: boolean;
  /** Whether a value whose quality nobody can see is taken (`pwdCheckQuality` 0 or 1). */
  readonly acceptsHashed: boolean;
  readonly minLength: number;
  readonly maxLength: number;
  readonly expireWarning: number;
  readonly graceLimit: number;
  readonly graceExpiry: number;
  readonly lockout: boolean;
  readonly lockoutDuration: number;
  readonly maxFailure: number;
  readonly failureCountInterval: number;
  readonly mustChange: boolean;
  readonly allowUserChange: boolean;
  readonly safeModify: boolean;
  readonly minDelay: number;
  readonly maxDelay: number;
  readonly maxIdle: number;
  /** Failures whose times are kept. */
  readonly recordedFailures: number;
}

/** Each former password costs a verification when a new one is checked. */
export const historyMax = 24;
const recordedFailuresMax = 100;
const recordedFailuresByDefault = 10;

/**
 * What holds where no entry says otherwise: passwords do not expire and accounts do not lock.
 *
 * @param regional whether the CNIL rule binds who sets a password (the profile `annuaire`)
 */
export function builtInPolicy({ regional }: { readonly regional: boolean }): PasswordPolicy {
  return {
    ...policyOf(() => undefined),
    isEntry: false,
    checksQuality: regional,
    acceptsHashed: false,
  };
}

/**
 * The policy that an entry's attributes say.
 *
 * @param text the first value of an attribute
 */
export function policyOf(text: (attribute: string) => string | undefined): PasswordPolicy {
  const number = (attribute: string): number => {
    const value = Number(text(attribute) ?? '0');
    return Number.isSafeInteger(value) && value > 0 ? value : 0;
  };
  const flag = (attribute: string): boolean => text(attribute)?.toUpperCase() === 'TRUE';
  const quality = number('pwdCheckQuality');
  const maxFailure = number('pwdMaxFailure');
  const recorded = number('pwdMaxRecordedFailure') || recordedFailuresByDefault;
  return {
    isEntry: true,
    minAge: number('pwdMinAge'),
    maxAge: number('pwdMaxAge'),
    inHistory: Math.min(historyMax, number('pwdInHistory')),
    checksQuality: quality > 0,
    acceptsHashed: quality < 2,
    minLength: number('pwdMinLength'),
    maxLength: number('pwdMaxLength'),
    expireWarning: number('pwdExpireWarning'),
    graceLimit: number('pwdGraceAuthNLimit'),
    graceExpiry: number('pwdGraceExpiry'),
    lockout: flag('pwdLockout'),
    lockoutDuration: number('pwdLockoutDuration'),
    maxFailure: Math.min(recordedFailuresMax, maxFailure),
    failureCountInterval: number('pwdFailureCountInterval'),
    mustChange: flag('pwdMustChange'),
    allowUserChange: text('pwdAllowUserChange')?.toUpperCase() !== 'FALSE',
    safeModify: flag('pwdSafeModify'),
    minDelay: number('pwdMinDelay'),
    maxDelay: number('pwdMaxDelay'),
    maxIdle: number('pwdMaxIdle'),
    recordedFailures: Math.min(recordedFailuresMax, Math.max(maxFailure, recorded)),
  };
}
