import { loginKey, loginOf, type LoginRecord } from '../../state/logins.js';
import { generalizedTimeOf } from '../csn.js';
import { firstText, valuesIn } from '../filter/slice-values.js';
import { defaultPolicy, defaultPolicyName } from '../password-policy.js';
import type { ComputedAt, ComputedDefinition } from './computed.js';

/**
 * What an account's sign-ins have left (draft-behera-ldap-password-policy-10 §5.3), kept outside
 * its entry and shown as its attributes; and the policy that is in force for it (§10).
 */
export const computedPasswordState: readonly [string, ComputedDefinition][] = [
  ['pwdfailuretime', ofLogins(({ failedAt }) => failedAt)],
  ['pwdgraceusetime', ofLogins(({ graceUsedAt }) => graceUsedAt)],
  ['pwdlastsuccess', ofLogins(({ lastSuccessAt }) => [lastSuccessAt])],
  [
    'pwdaccountlockedtime',
    storedOr('pwdAccountLockedTime', (at) => timesOf(at, ({ lockedAt }) => [lockedAt])),
  ],
  [
    'pwdpolicysubentry',
    storedOr('pwdPolicySubentry', (at) => (hasPassword(at) ? defaultName(at) : [])),
  ],
];

type Times = (record: LoginRecord) => readonly (number | undefined)[];

function ofLogins(times: Times): ComputedDefinition {
  return { withOperational: true, standsForStored: true, values: (at) => timesOf(at, times) };
}

/** What an administrator has written stands before what would be so without. */
function storedOr(
  attribute: string,
  otherwise: (at: ComputedAt) => readonly Buffer[],
): ComputedDefinition {
  return {
    withOperational: true,
    standsForStored: true,
    values: (at) => {
      const stored = firstText(at.encoded(), attribute);
      return stored === undefined ? otherwise(at) : [Buffer.from(stored)];
    },
  };
}

function timesOf(at: ComputedAt, times: Times): Buffer[] {
  if (!hasPassword(at)) return [];
  const entryUuid = firstText(at.encoded(), 'entryUUID') ?? '';
  return times(loginOf(at.kernel.store.state, loginKey(entryUuid))).flatMap((time) =>
    time === undefined ? [] : [Buffer.from(generalizedTimeOf(time))],
  );
}

const hasPassword = ({ encoded }: ComputedAt): boolean =>
  valuesIn(encoded(), 'userPassword') !== undefined;

function defaultName({ kernel, reader }: ComputedAt): readonly Buffer[] {
  if (!defaultPolicy(kernel, reader)) return [];
  return [Buffer.from(defaultPolicyName(kernel.suffix))];
}
