import { type Entry, textOf, valuesOf, withValues } from '../../model/entry.js';
import { loginKey, loginOf, noFailures, saveLogin } from '../../state/logins.js';
import type { StateTransaction } from '../../store/state-database.js';
import { type Change, isRestore } from './change.js';
import { generalizedTimeOf } from '../csn.js';
import { setterOf } from './password-rules.js';

/**
 * Locks are of two kinds: an administrator's stands in the entry, one that failures brought about
 * in the logins. Both show as `pwdAccountLockedTime`, and a modify of it is about both.
 */

const lockAttribute = 'pwdAccountLockedTime';

/** The entry with the lock of the logins, for a modify that wants to take it away. */
export function withLoginLock(
  state: StateTransaction,
  requested: ReadonlySet<string>,
  entry: Entry,
): Entry {
  if (!requested.has('pwdaccountlockedtime')) return entry;
  if (valuesOf(entry, lockAttribute).length > 0) return entry;
  const { lockedAt } = loginOf(state, loginKey(textOf(entry, 'entryUUID') ?? ''));
  if (lockedAt === undefined) return entry;
  return withValues(entry, lockAttribute, [Buffer.from(generalizedTimeOf(lockedAt))]);
}

/**
 * The logins of an entry after a write of it (draft-behera-ldap-password-policy-10 §8.2.7): a new
 * password forgives its failures and grace uses, and when somebody else set it, its lock; so does
 * whoever writes the lock.
 */
export function settleLogin(state: StateTransaction, change: Change): void {
  const { before, requested, entryUuid, actor } = change;
  if (!before || change.operation !== 'modify' || isRestore(change)) return;
  const isPassword = requested.has('userpassword');
  const isLock = requested.has('pwdaccountlockedtime');
  if (!isPassword && !isLock) return;
  const key = loginKey(entryUuid);
  const record = loginOf(state, key);
  const unlocks = isLock || setterOf(actor, entryUuid) !== 'owner';
  saveLogin(state, key, {
    ...record,
    failedAt: [],
    strangers: noFailures,
    lockedAt: unlocks ? undefined : record.lockedAt,
    graceUsedAt: isPassword ? [] : record.graceUsedAt,
  });
}
