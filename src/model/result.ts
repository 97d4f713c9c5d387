/** The codes this server answers with, by their names in RFC 4511 §4.1.9, 3909, 4528 and vlv-09. */
export const ResultCode = {
  success: 0,
  operationsError: 1,
  protocolError: 2,
  timeLimitExceeded: 3,
  sizeLimitExceeded: 4,
  compareFalse: 5,
  compareTrue: 6,
  authMethodNotSupported: 7,
  strongerAuthRequired: 8,
  referral: 10,
  adminLimitExceeded: 11,
  unavailableCriticalExtension: 12,
  confidentialityRequired: 13,
  saslBindInProgress: 14,
  noSuchAttribute: 16,
  undefinedAttributeType: 17,
  inappropriateMatching: 18,
  constraintViolation: 19,
  attributeOrValueExists: 20,
  invalidAttributeSyntax: 21,
  noSuchObject: 32,
  aliasProblem: 33,
  invalidDNSyntax: 34,
  aliasDereferencingProblem: 36,
  inappropriateAuthentication: 48,
  invalidCredentials: 49,
  insufficientAccessRights: 50,
  busy: 51,
  unavailable: 52,
  unwillingToPerform: 53,
  loopDetect: 54,
  namingViolation: 64,
  objectClassViolation: 65,
  notAllowedOnNonLeaf: 66,
  notAllowedOnRDN: 67,
  entryAlreadyExists: 68,
  objectClassModsProhibited: 69,
  affectsMultipleDSAs: 71,
  virtualListViewError: 76,
  other: 80,
  canceled: 118,
  noSuchOperation: 119,
  tooLate: 120,
  cannotCancel: 121,
  assertionFailed: 122,
  authorizationDenied: 123,
} as const;

export type ResultCodeName = keyof typeof ResultCode;

/** LDAPResult (RFC 4511 §4.1.9) with what an operation may add to it. */
export interface Result {
  readonly code: ResultCodeName;
  /** RFC 4514 string of the deepest existing superior; empty unless the code asks for it. */
  readonly matchedDn: string;
  readonly message: string;
  readonly referrals: readonly string[];
  readonly controls: readonly ResponseControl[];
}

/** A control on a response: its OID and, when it has one, its BER value. */
export interface ResponseControl {
  readonly oid: string;
  readonly value: Buffer | undefined;
}

/** A result of the given code with nothing else to say. */
export function resultOf(
  code: ResultCodeName,
  details: Partial<Omit<Result, 'code'>> = {},
): Result {
  return { code, matchedDn: '', message: '', referrals: [], controls: [], ...details };
}

export const success: Result = resultOf('success');

/**
 * An operation refused, for a reason its caller may be told. Thrown below a door and turned into
 * a `Result` there and nowhere else; any other thrown value is a defect, answered with `other`.
 */
export class LdapError extends Error {
  override readonly name = 'LdapError';
  readonly code: ResultCodeName;
  readonly matchedDn: string;
  readonly referrals: readonly string[];

  constructor(
    code: ResultCodeName,
    message: string,
    options: { readonly matchedDn?: string; readonly referrals?: readonly string[] } = {},
  ) {
    super(message);
    this.code = code;
    this.matchedDn = options.matchedDn ?? '';
    this.referrals = options.referrals ?? [];
  }
}
