/** What a server says of a password (draft-behera-ldap-password-policy-10 §6.2), as data. */

export const PolicyErrorCode = {
  passwordExpired: 0,
  accountLocked: 1,
  changeAfterReset: 2,
  passwordModNotAllowed: 3,
  mustSupplyOldPassword: 4,
  insufficientPasswordQuality: 5,
  passwordTooShort: 6,
  passwordTooYoung: 7,
  passwordInHistory: 8,
} as const;

export type PolicyErrorName = keyof typeof PolicyErrorCode;

export type PolicyWarning =
  | { readonly kind: 'timeBeforeExpiration'; readonly seconds: number }
  | { readonly kind: 'graceAuthNsRemaining'; readonly count: number };

/** Usually one or the other; both when a password to be changed is also about to expire. */
export interface PolicyReport {
  readonly warning?: PolicyWarning;
  readonly error?: PolicyErrorName;
}
