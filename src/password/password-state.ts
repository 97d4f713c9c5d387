/**
 * What is known of an account's password (draft-behera-ldap-password-policy-10 §5.3). Times are
 * milliseconds since 1970.
 */
export interface PasswordState {
  readonly changedAt: number | undefined;
  /** Set by somebody else than its owner. */
  readonly reset: boolean;
  readonly startsAt: number | undefined;
  readonly endsAt: number | undefined;
  readonly lockedAt: number | 'for good' | undefined;
  /** Of the failures since the last good sign-in, the latest last. */
  readonly failedAt: readonly number[];
  readonly graceUsedAt: readonly number[];
  readonly lastSuccessAt: number | undefined;
}

export const nothingKnown: PasswordState = {
  changedAt: undefined,
  reset: false,
  startsAt: undefined,
  endsAt: undefined,
  lockedAt: undefined,
  failedAt: [],
  graceUsedAt: [],
  lastSuccessAt: undefined,
};
