import type { EncodedEntry } from '../../model/encoded-entry.js';
import { nothingKnown, type PasswordState } from '../../password/password-state.js';
import type { PasswordPolicy } from '../../password/policy.js';
import { generalizedTimeMs } from '../../schema/generalized-time.js';
import type { LoginRecord } from '../../state/logins.js';
import type { Reader } from '../../store/reader.js';
import type { Kernel } from '../context.js';
import { classesOf, copiedValues, firstText, valuesIn } from '../filter/slice-values.js';
import { policyFor } from '../password-policy.js';
import { personKey } from '../write/change.js';

/** What a sign-in needs to know of an entry. */
export interface Account {
  /** RFC 4514 string, as stored. */
  readonly dn: string;
  readonly entryUuid: string;
  /** Values of `userPassword`, its own copies. */
  readonly passwords: readonly Buffer[];
  /** A person whose `etat` forbids signing in. */
  readonly inactive: boolean;
  readonly policy: PasswordPolicy;
  /** What the entry itself says of its password; the rest is in the logins. */
  readonly password: EntryPasswordState;
}

export type EntryPasswordState = Pick<
  PasswordState,
  'changedAt' | 'reset' | 'startsAt' | 'endsAt' | 'lockedAt'
>;

/** Reads an account from its record; the rest of the entry is not decoded. */
export function accountAt(kernel: Kernel, reader: Reader, id: number): Account | undefined {
  const encoded = reader.encoded(id);
  if (!encoded) return undefined;
  const dn = encoded.dn.toString('utf8');
  const entryUuid = firstText(encoded, 'entryUUID');
  if (entryUuid === undefined) throw new Error(`${dn} has no entryUUID`);
  const passwords = valuesIn(encoded, 'userPassword');
  const isPerson = kernel.catalogue !== undefined && classesOf(kernel, encoded).has(personKey);
  return {
    dn,
    entryUuid,
    passwords: passwords ? copiedValues(passwords) : [],
    inactive: isPerson && firstText(encoded, 'etat')?.toLowerCase() === 'inactif',
    password: entryPasswordState((attribute) => firstText(encoded, attribute)),
    // Last: it moves the reader, which ends the life of the entry's bytes.
    policy: policyFor(kernel, reader, firstText(encoded, 'pwdPolicySubentry')),
  };
}

/** @param text the first value of an attribute */
export function entryPasswordState(
  text: (attribute: string) => string | undefined,
): EntryPasswordState {
  const time = (attribute: string): number | undefined => {
    const value = text(attribute);
    return value === undefined ? undefined : generalizedTimeMs(value);
  };
  const lockedAt = text('pwdAccountLockedTime');
  return {
    changedAt: time('pwdChangedTime'),
    reset: text('pwdReset')?.toUpperCase() === 'TRUE',
    startsAt: time('pwdStartTime'),
    endsAt: time('pwdEndTime'),
    lockedAt: lockedAt?.startsWith('0000') === true ? 'for good' : time('pwdAccountLockedTime'),
  };
}

/** The whole state of a password: the entry's own and what is known of its sign-ins. */
export function passwordState(
  own: EntryPasswordState = nothingKnown,
  { failedAt, graceUsedAt, lastSuccessAt, lockedAt }: LoginRecord,
): PasswordState {
  return {
    changedAt: own.changedAt,
    reset: own.reset,
    startsAt: own.startsAt,
    endsAt: own.endsAt,
    lockedAt: own.lockedAt ?? lockedAt,
    failedAt,
    graceUsedAt,
    lastSuccessAt,
  };
}

/** Whether an entry's stored form has a password. */
export const hasPassword = (encoded: EncodedEntry): boolean =>
  valuesIn(encoded, 'userPassword') !== undefined;
