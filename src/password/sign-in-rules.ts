import type { PolicyReport } from '../model/password-policy.js';
import type { PasswordPolicy } from './policy.js';
import type { PasswordState } from './password-state.js';

/**
 * What a policy says of a sign-in (draft-behera-ldap-password-policy-10 §7, §8.1): policy × state
 * × now → verdict. Nothing here reads a clock or changes anything.
 */

export interface Situation {
  readonly policy: PasswordPolicy;
  readonly state: PasswordState;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** Locked Account Check (§7.1): the password may not be used at all. */
export function isLocked({ policy, state, now }: Situation): boolean {
  const { lockedAt, startsAt, endsAt } = state;
  if (lockedAt === 'for good') return true;
  if (startsAt !== undefined && now < startsAt) return true;
  if (endsAt !== undefined && now >= endsAt) return true;
  if (lockedAt !== undefined) {
    const duration = policy.lockoutDuration * 1000;
    if (duration === 0 || now < lockedAt + duration) return true;
  }
  return isIdle({ policy, state, now });
}

/** A password set anew counts as use, or nobody could end an account's idleness. */
function isIdle({ policy, state, now }: Situation): boolean {
  if (policy.maxIdle === 0 || state.lastSuccessAt === undefined) return false;
  const used = Math.max(state.lastSuccessAt, state.changedAt ?? 0);
  return now >= used + policy.maxIdle * 1000;
}

/** Password Must be Changed Now Check (§7.2). */
export function mustChange({
  policy,
  state,
}: {
  readonly policy: Pick<PasswordPolicy, 'mustChange'>;
  readonly state: Pick<PasswordState, 'reset'>;
}): boolean {
  return policy.mustChange && state.reset;
}

export type SignInVerdict =
  | { readonly admitted: false; readonly error: 'passwordExpired' }
  | {
      readonly admitted: true;
      /** One grace sign-in is used up. */
      readonly usesGrace: boolean;
      /** Until the password is changed, nothing else may be done. */
      readonly mustChange: boolean;
      readonly report: PolicyReport;
    };

/** What a password that was proved right is good for (§8.1.2). */
export function afterProof(situation: Situation): SignInVerdict {
  const remaining = secondsLeft(situation);
  const warning = expiryWarning(situation.policy, remaining);
  if (mustChange(situation)) {
    return {
      admitted: true,
      usesGrace: false,
      mustChange: true,
      report: { ...warning, error: 'changeAfterReset' },
    };
  }
  if (remaining !== undefined && remaining < 0) return withGrace(situation);
  return { admitted: true, usesGrace: false, mustChange: false, report: warning };
}

function expiryWarning(
  { expireWarning }: PasswordPolicy,
  seconds: number | undefined,
): Pick<PolicyReport, 'warning'> {
  if (seconds === undefined || seconds <= 0 || seconds > expireWarning) return nothingToSay;
  return { warning: { kind: 'timeBeforeExpiration', seconds } };
}

const nothingToSay = {} as const;

/** Whole seconds before the password expires (§7.3, §7.5); undefined: it never does. */
function secondsLeft({ policy, state, now }: Situation): number | undefined {
  if (policy.maxAge === 0 || state.changedAt === undefined) return undefined;
  return policy.maxAge - Math.floor((now - state.changedAt) / 1000);
}

/** An expired password still serves a few times, for a while (§8.1.2.3). */
function withGrace({ policy, state, now }: Situation): SignInVerdict {
  const count = policy.graceLimit - state.graceUsedAt.length - 1;
  const expiredAt = (state.changedAt ?? 0) + policy.maxAge * 1000;
  const isOver = policy.graceExpiry > 0 && now > expiredAt + policy.graceExpiry * 1000;
  if (count < 0 || isOver) return { admitted: false, error: 'passwordExpired' };
  const warning = { kind: 'graceAuthNsRemaining', count } as const;
  return { admitted: true, usesGrace: true, mustChange: false, report: { warning } };
}

/** What follows from one more failure, already among `failedAt` (§8.1.3). */
export function afterFailure({ policy, state, now }: Situation): {
  readonly locks: boolean;
  /** How long the answer waits, in milliseconds. */
  readonly delayMs: number;
} {
  const intervalMs = policy.failureCountInterval * 1000;
  const counted =
    intervalMs === 0 ? state.failedAt : state.failedAt.filter((at) => now - at <= intervalMs);
  const locks = policy.lockout && policy.maxFailure > 0 && counted.length >= policy.maxFailure;
  return { locks, delayMs: delayMs(policy, counted.length) };
}

/** The delay doubles from `pwdMinDelay` to `pwdMaxDelay` (§5.2.18, §5.2.19). */
function delayMs({ minDelay, maxDelay }: PasswordPolicy, failures: number): number {
  if (minDelay === 0 || maxDelay === 0 || failures === 0) return 0;
  return Math.min(maxDelay, minDelay * 2 ** Math.min(failures - 1, 30)) * 1000;
}
