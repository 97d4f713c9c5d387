import type { Json, StateReader, StateTransaction } from '../store/state-database.js';

/**
 * What is known of sign-ins (DESIGN §1.4): outside the entries, their entryCSN and the journal,
 * so that a bind never looks like a change. Keys:
 *
 *     entry:<entryUUID>   an account, also after a rename                      LoginRecord
 *     root                the root DN                                          LoginRecord
 *     name:<bucket>       names without an entry                               LoginRecord
 *     pair:<bucket>       an account and a network it never signed in from     FailureCount
 *     address:<bucket>    networks                                             FailureCount
 *
 * Buckets are a fixed number of hashes: whoever invents names or addresses fills no disk. Times
 * are milliseconds since 1970.
 */
export interface LoginRecord {
  /** When sign-ins failed since the last good one, the latest last; the policy says how many. */
  readonly failedAt: readonly number[];
  /** Failures since then from networks that the account never signed in from. */
  readonly strangers: FailureCount;
  readonly lockedAt: number | undefined;
  /** When an expired password still served. */
  readonly graceUsedAt: readonly number[];
  readonly lastSuccessAt: number | undefined;
  /** Where the account signed in from, the latest first. */
  readonly networks: readonly KnownNetwork[];
}

export interface FailureCount {
  readonly failures: number;
  readonly lastFailureAt: number;
  /** Before which the next attempt is not looked at. */
  readonly notBefore: number;
}

export interface KnownNetwork extends FailureCount {
  /** A hash of the network's address. */
  readonly network: string;
}

export const noFailures: FailureCount = { failures: 0, lastFailureAt: 0, notBefore: 0 };

const neverSeen: LoginRecord = {
  failedAt: [],
  strangers: noFailures,
  lockedAt: undefined,
  graceUsedAt: [],
  lastSuccessAt: undefined,
  networks: [],
};

export const loginKey = (entryUuid: string): string => `entry:${entryUuid.toLowerCase()}`;

/** The record of an account; all zero when nothing is known. */
export function loginOf(state: StateReader, key: string): LoginRecord {
  const record = objectOf(state.get('logins', key));
  if (!record) return neverSeen;
  return read.get(record) ?? remembered(record);
}

/** A sign-in asks for its record twice, and the store answers with the same object. */
const read = new WeakMap<Fields, LoginRecord>();

function remembered(record: Fields): LoginRecord {
  const login = recordOf(record);
  read.set(record, login);
  return login;
}

function recordOf(record: Fields): LoginRecord {
  return {
    failedAt: numbersOf(record['failedAt']),
    strangers: countOf(record['strangers']),
    lockedAt: numberOf(record['lockedAt']),
    graceUsedAt: numbersOf(record['graceUsedAt']),
    lastSuccessAt: numberOf(record['lastSuccessAt']),
    networks: listOf(record['networks']).map((each) => ({
      ...countOf(each),
      network: textOf(objectOf(each)?.['network']),
    })),
  };
}

export function saveLogin(state: StateTransaction, key: string, record: LoginRecord): void {
  const { failedAt, strangers, graceUsedAt, networks } = record;
  state.put('logins', key, {
    ...record,
    failedAt,
    graceUsedAt,
    strangers: { ...strangers },
    networks: networks.map((each) => ({ ...each })),
  });
}

/** The failures counted under a key of pairs or addresses. */
export function failuresOf(state: StateReader, key: string): FailureCount {
  return countOf(state.get('logins', key));
}

export function saveFailures(state: StateTransaction, key: string, count: FailureCount): void {
  state.put('logins', key, { ...count });
}

export function forgetFailures(state: StateTransaction, key: string): void {
  state.remove('logins', key);
}

/** Forgets an entry: it was deleted. */
export function forgetLogin(state: StateTransaction, entryUuid: string): void {
  state.remove('logins', loginKey(entryUuid));
}

type Fields = { readonly [key: string]: Json | undefined };

function objectOf(value: Json | undefined): Fields | undefined {
  return isFields(value) ? value : undefined;
}

const isFields = (value: Json | undefined): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const listOf = (value: Json | undefined): readonly Json[] =>
  Array.isArray(value) ? (value as readonly Json[]) : [];

const textOf = (value: Json | undefined): string => (typeof value === 'string' ? value : '');

const numberOf = (value: Json | undefined): number | undefined =>
  typeof value === 'number' ? value : undefined;

const numbersOf = (value: Json | undefined): number[] =>
  listOf(value).filter((each) => typeof each === 'number');

function countOf(value: Json | undefined): FailureCount {
  const fields = objectOf(value);
  if (!fields) return noFailures;
  return {
    failures: numberOf(fields['failures']) ?? 0,
    lastFailureAt: numberOf(fields['lastFailureAt']) ?? 0,
    notBefore: numberOf(fields['notBefore']) ?? 0,
  };
}
