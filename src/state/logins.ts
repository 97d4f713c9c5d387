import type { StateReader, StateTransaction } from '../store/state-database.js';

/**
 * What is known of sign-ins (DESIGN §1.4): outside the entries, their entryCSN and the journal,
 * so that a bind never looks like a change. Keys:
 *
 *     entry:<entryUUID>   an account, also after a rename
 *     root                the root DN
 *     name:<bucket>       names without an entry
 *     address:<bucket>    where sign-ins come from
 *
 * Buckets are a fixed number of hashes: whoever invents names or addresses fills no disk.
 */
export interface LoginRecord {
  /** Failed binds since the last good one. */
  readonly failures: number;
  /** ISO 8601, UTC. */
  readonly lastFailure: string | undefined;
  readonly lastSuccess: string | undefined;
  /** Before which the next attempt is not looked at; ISO 8601, UTC. */
  readonly notBefore: string | undefined;
}

const none: LoginRecord = {
  failures: 0,
  lastFailure: undefined,
  lastSuccess: undefined,
  notBefore: undefined,
};

export const loginKey = (entryUuid: string): string => `entry:${entryUuid.toLowerCase()}`;

/** The record of a key; all zero when nothing is known. */
export function loginOf(state: StateReader, key: string): LoginRecord {
  const stored = state.get('logins', key);
  if (typeof stored !== 'object' || stored === null || Array.isArray(stored)) return none;
  const record = stored as { readonly [key: string]: unknown };
  return {
    failures: typeof record['failures'] === 'number' ? record['failures'] : 0,
    lastFailure: textOrNone(record['lastFailure']),
    lastSuccess: textOrNone(record['lastSuccess']),
    notBefore: textOrNone(record['notBefore']),
  };
}

/**
 * Counts a failed bind. Failures from before `forgetMs` ago no longer count.
 */
export function recordFailure(
  state: StateTransaction,
  key: string,
  { at, forgetMs }: { readonly at: Date; readonly forgetMs: number },
): void {
  const before = loginOf(state, key);
  const failures = recentFailures(before, { at, forgetMs }) + 1;
  write(state, key, { ...before, failures, lastFailure: at.toISOString() });
}

/** The failures that still count. */
export function recentFailures(
  record: LoginRecord,
  { at, forgetMs }: { readonly at: Date; readonly forgetMs: number },
): number {
  if (record.lastFailure === undefined) return 0;
  return at.getTime() - Date.parse(record.lastFailure) > forgetMs ? 0 : record.failures;
}

/** Notes a good bind, which forgives the failures before it. */
export function recordSuccess(state: StateTransaction, key: string, at: Date): void {
  const { lastFailure } = loginOf(state, key);
  const lastSuccess = at.toISOString();
  write(state, key, { failures: 0, lastFailure, lastSuccess, notBefore: undefined });
}

/** Keeps a place in line: attempts on one account are looked at one after the other. */
export function reserveAttempt(state: StateTransaction, key: string, notBefore: Date): void {
  write(state, key, { ...loginOf(state, key), notBefore: notBefore.toISOString() });
}

/** Forgets an entry: it was deleted, or its password was set anew. */
export function forgetLogin(state: StateTransaction, entryUuid: string): void {
  state.remove('logins', loginKey(entryUuid));
}

function write(state: StateTransaction, key: string, record: LoginRecord): void {
  state.put('logins', key, { ...record });
}

function textOrNone(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
