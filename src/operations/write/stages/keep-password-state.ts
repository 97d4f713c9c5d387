import { textOf, valuesOf, withSettings } from '../../../model/entry.js';
import { LdapError } from '../../../model/result.js';
import { historyValue, latestInHistory } from '../../../password/history.js';
import type { PasswordPolicy } from '../../../password/policy.js';
import { type Change, isRestore, setAllTexts } from '../change.js';
import { generalizedTime } from '../../csn.js';
import { setterOf } from '../password-rules.js';

/**
 * What an entry says of its password follows the password (draft-behera-ldap-password-policy-10
 * §8.2.7): when it changed, those before it, and whether somebody else set it.
 */
export function keepPasswordState(asked: Change): Change {
  const change = isRestore(asked) ? withoutLogins(asked) : asked;
  const { before, after } = change;
  const former = before ? valuesOf(before, 'userPassword') : [];
  const current = valuesOf(after, 'userPassword');
  if (sameValues(former, current)) return change;
  const time = generalizedTime(change.at);
  if (isRestore(change)) return withTime(change, current.length > 0, time);
  const policy = change.passwordPolicy(textOf(after, 'pwdPolicySubentry'));
  if (policy.isEntry && current.length > 1) {
    throw new LdapError('constraintViolation', 'userPassword: the policy allows one value only');
  }
  const dated = setAllTexts(change, [['pwdChangedTime', current.length > 0 ? [time] : []]]);
  return withHistory(withReset(dated, policy), { policy, former, time });
}

/** A file says when the password changed, or it did so now. */
function withTime(change: Change, hasPassword: boolean, time: string): Change {
  const isSaid = textOf(change.after, 'pwdChangedTime') !== undefined;
  const isNew = change.before !== undefined && !change.requested.has('pwdchangedtime');
  if (!hasPassword || (isSaid && !isNew)) return change;
  return setAllTexts(change, [['pwdChangedTime', [time]]]);
}

/** Its owner has chosen it, or must; an administrator may say which in the same request. */
function withReset(change: Change, policy: PasswordPolicy): Change {
  if (change.requested.has('pwdreset')) return change;
  const isOwn = setterOf(change.actor, change.entryUuid) === 'owner';
  const hasPassword = valuesOf(change.after, 'userPassword').length > 0;
  const isReset = !isOwn && policy.mustChange && hasPassword;
  return setAllTexts(change, [['pwdReset', isReset ? ['TRUE'] : []]]);
}

function withHistory(
  change: Change,
  {
    policy,
    former,
    time,
  }: {
    readonly policy: PasswordPolicy;
    readonly former: readonly Buffer[];
    readonly time: string;
  },
): Change {
  const known = valuesOf(change.after, 'pwdHistory');
  const added = former.map((stored) => historyValue(time, stored));
  const values = latestInHistory([...known, ...added], policy.inHistory);
  if (values.length === 0 && known.length === 0) return change;
  const setting = { key: 'pwdhistory', description: 'pwdHistory', values };
  return { ...change, after: withSettings(change.after, [setting]) };
}

/** What another server counted of its sign-ins is no content of the entry here. */
function withoutLogins(change: Change): Change {
  const { attributes } = change.after;
  const counted = ['pwdFailureTime', 'pwdGraceUseTime', 'pwdLastSuccess'];
  if (!counted.some((name) => attributes.has(name.toLowerCase()))) return change;
  return setAllTexts(
    change,
    counted.map((name) => [name, []]),
  );
}

function sameValues(a: readonly Buffer[], b: readonly Buffer[]): boolean {
  return a.length === b.length && a.every((value) => b.some((other) => other.equals(value)));
}
