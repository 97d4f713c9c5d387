import { hash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { networkOf } from '../../model/network-address.js';
import { LdapError } from '../../model/result.js';
import {
  delayAfter,
  delayFromAddress,
  lineMs,
  recentFailures,
} from '../../password/guess-rules.js';
import { nothingKnown } from '../../password/password-state.js';
import type { PasswordPolicy } from '../../password/policy.js';
import { PolicyRefusal } from '../../password/policy-refusal.js';
import { afterFailure } from '../../password/sign-in-rules.js';
import {
  type FailureCount,
  failuresOf,
  forgetFailures,
  type KnownNetwork,
  loginOf,
  type LoginRecord,
  noFailures,
  saveFailures,
  saveLogin,
} from '../../state/logins.js';
import type { Kernel } from '../context.js';
import type { OperationContext } from '../directory.js';
import { dnKeyOf } from '../dn-text.js';
import { remember } from '../search/search-memory.js';
import type { FailedAttempt, GoodAttempt } from '../writes.js';

/** Slows the guessing of passwords down (`password/guess-rules.ts`) and keeps count of it. */

/** How often a last sign-in is written, at most, for an account that signs in all the time. */
const successEveryMs = 60_000;

/** Networks that an account is known to sign in from, at most; the one not used longest goes. */
const networksMax = 8;

/** One attempt: whom it is for, and where it comes from. */
export interface Attempt {
  /** `loginKey` of the account, or what stands for a name without one. */
  readonly key: string;
  /** A hash of the network; of nothing for who calls from inside. */
  readonly network: string;
  /** From the local socket or an address that the operator trusts: never a stranger. */
  readonly isTrusted: boolean;
  /** Nobody is slowed down for what others did at its address. */
  readonly isSpared: boolean;
}

/** An attempt on an account. @param name the normalised name that is to be signed in as */
export function attemptOn(
  kernel: Kernel,
  { key, name }: { readonly key: string; readonly name: string },
  { address = 'local' }: OperationContext,
): Attempt {
  const { network, isTrusted } = originOf(kernel, address);
  return { key, network, isTrusted, isSpared: isTrusted || isServiceAccount(kernel, name) };
}

/**
 * Waits as long as the failures before ask for; undefined where that is no time at all, as for
 * nearly everybody.
 *
 * @throws LdapError `busy` when the line is longer than anyone would wait; `canceled`
 */
export function waitForAttempt(
  kernel: Kernel,
  attempt: Attempt,
  context: OperationContext,
): Promise<void> | undefined {
  const waitMs = waitMsOf(kernel, attempt);
  if (waitMs === 0) return undefined;
  return Promise.resolve(waitMs).then((ms) => pause(ms, context));
}

/** How long an attempt waits, in milliseconds; a stranger's takes its place in line. */
export function waitMsOf(kernel: Kernel, attempt: Attempt): number | Promise<number> {
  const { state } = kernel.store;
  const now = kernel.clock().getTime();
  const record = loginOf(state, attempt.key);
  const known = networkIn(record, attempt);
  if (known || attempt.isTrusted) {
    const own = known ?? failuresOf(state, pairKey(attempt));
    return delayAfter(recentFailures(own, now), 'familiar');
  }
  const fromThere = attempt.isSpared ? noFailures : failuresOf(state, addressKey(attempt));
  const waitMs = Math.max(
    delayAfter(recentFailures(record.strangers, now), 'account'),
    delayFromAddress(recentFailures(fromThere, now)),
  );
  const line = placeInLine(kernel, attempt, now);
  return line ? line.then((placeMs) => Math.max(waitMs, placeMs)) : waitMs;
}

/** Waits, unless nobody waits for the answer any more. @throws LdapError `canceled` */
export async function pause(waitMs: number, context: OperationContext): Promise<void> {
  if (waitMs === 0) return;
  // Asked for only here: a connection makes its signal for who wants one.
  const { signal } = context;
  await sleep(waitMs, undefined, { ref: false, ...(signal && { signal }) }).catch(() => {
    throw new LdapError('canceled', '');
  });
}

/** A stranger's attempts on one account are looked at one after the other; undefined: at once. */
function placeInLine(kernel: Kernel, attempt: Attempt, now: number): Promise<number> | undefined {
  const seen = failuresOf(kernel.store.state, pairKey(attempt));
  if (delayAfter(recentFailures(seen, now), 'stranger') === 0) return undefined;
  return kernel.writes.takePlace({ attempt, now }).then((waitMs) => {
    if (waitMs > lineMs) throw new LdapError('busy', 'too many failed attempts: try later');
    return waitMs;
  });
}

/** The transaction of it; who would wait too long takes no place. */
export function takePlaceInLine(
  { store }: Pick<Kernel, 'store'>,
  { attempt, now }: { readonly attempt: Attempt; readonly now: number },
): Promise<number> {
  const key = pairKey(attempt);
  return store.write(({ state }) => {
    const count = failuresOf(state, key);
    const delayMs = delayAfter(recentFailures(count, now), 'stranger');
    const notBefore = Math.max(now, count.notBefore) + delayMs;
    if (notBefore - now <= lineMs) saveFailures(state, key, { ...count, notBefore });
    return notBefore - now;
  });
}

/**
 * Counts a failure, and locks the account when its policy says so.
 *
 * @returns how long the policy has the answer wait, in milliseconds
 */
export async function noteFailure(
  kernel: Kernel,
  attempt: Attempt,
  policy: PasswordPolicy,
): Promise<number> {
  return kernel.writes.noteFailure({ attempt, policy, now: kernel.clock().getTime() });
}

/** The transaction of it. */
export function countFailure(
  { store }: Pick<Kernel, 'store'>,
  { attempt, policy, now }: FailedAttempt,
): Promise<number> {
  return store.write(({ state }) => {
    const record = loginOf(state, attempt.key);
    // Times are values of a set: two of the same millisecond would be one.
    const at = Math.max(now, (record.failedAt.at(-1) ?? 0) + 1);
    const failedAt = [...record.failedAt, at].slice(-policy.recordedFailures);
    const { locks, delayMs } = afterFailure({ policy, state: { ...nothingKnown, failedAt }, now });
    const lockedAt = locks ? now : record.lockedAt;
    saveLogin(state, attempt.key, {
      ...withOneMore(record, attempt, now),
      failedAt,
      lockedAt,
    });
    if (!networkIn(record, attempt)) countUnder(state, pairKey(attempt), now);
    if (!attempt.isSpared) countUnder(state, addressKey(attempt), now);
    return delayMs;
  });
}

type LoginState = Parameters<typeof saveLogin>[0];

function countUnder(state: LoginState, key: string, now: number): void {
  saveFailures(state, key, counted(failuresOf(state, key), now));
}

function counted(count: FailureCount, now: number): FailureCount {
  return { ...count, failures: recentFailures(count, now) + 1, lastFailureAt: now };
}

function withOneMore(record: LoginRecord, attempt: Attempt, now: number): LoginRecord {
  const known = networkIn(record, attempt);
  if (known) {
    const networks = record.networks.map((each) =>
      each === known ? { ...counted(each, now), network: each.network } : each,
    );
    return { ...record, networks };
  }
  if (attempt.isTrusted) return record;
  return { ...record, strangers: counted(record.strangers, now) };
}

/**
 * Notes a good sign-in, which forgives the failures before it; when there is nothing to forgive,
 * now and then and unhurried: nobody waits for that.
 *
 * @param seen what is known of the account, for who has just read it
 * @param graceLimit how many times the expired password may serve, when it did so now
 * @throws PolicyRefusal `passwordExpired` when others used that up meanwhile
 */
export function noteSuccess(
  kernel: Kernel,
  attempt: Attempt,
  {
    seen = loginOf(kernel.store.state, attempt.key),
    graceLimit,
  }: { readonly seen?: LoginRecord; readonly graceLimit?: number | undefined } = {},
): Promise<void> | undefined {
  const now = kernel.clock().getTime();
  const forgives =
    seen.failedAt.length > 0 || seen.lockedAt !== undefined || graceLimit !== undefined;
  const isKnown = networkIn(seen, attempt)?.failures === 0;
  const isFresh = seen.lastSuccessAt !== undefined && now - seen.lastSuccessAt < successEveryMs;
  if (!forgives && isKnown && isFresh) return undefined;
  const written = kernel.writes.noteSuccess({ attempt, graceLimit, now });
  if (forgives) return written;
  written.catch(() => undefined);
  return undefined;
}

/** The transaction of it. @throws PolicyRefusal `passwordExpired` */
export function countSuccess(
  { store }: Pick<Kernel, 'store'>,
  { attempt, graceLimit, now }: GoodAttempt,
): Promise<void> {
  const { key, network } = attempt;
  return store.write(({ state }) => {
    const record = loginOf(state, key);
    const graceUsedAt = withGraceUse(record.graceUsedAt, graceLimit, now);
    const others = record.networks.filter((each) => each.network !== network);
    const here = { ...noFailures, network };
    saveLogin(state, key, {
      failedAt: [],
      strangers: noFailures,
      lockedAt: undefined,
      graceUsedAt,
      lastSuccessAt: now,
      networks: [here, ...others].slice(0, networksMax),
    });
    forgetFailures(state, pairKey(attempt));
  });
}

function withGraceUse(
  usedAt: readonly number[],
  limit: number | undefined,
  now: number,
): readonly number[] {
  if (limit === undefined) return usedAt;
  if (usedAt.length >= limit) throw new PolicyRefusal('passwordExpired');
  return [...usedAt, Math.max(now, (usedAt.at(-1) ?? 0) + 1)];
}

/** What stands for a name that has no entry: it is slowed down as an account would be. */
export function namelessKey(name: string): string {
  return `name:${bucket(name, 12)}`;
}

function networkIn({ networks }: LoginRecord, { network }: Attempt): KnownNetwork | undefined {
  return networks.find((each) => each.network === network);
}

/** The portal and the SSO sign in from addresses where their users fail all day. */
function isServiceAccount(kernel: Kernel, name: string): boolean {
  return name.endsWith(`,${dnKeyOf(kernel, `ou=comptes,${kernel.suffix}`).text}`);
}

/** Networks are told apart, not remembered in clear. */
function originOf(kernel: Kernel, address: string): Pick<Attempt, 'network' | 'isTrusted'> {
  return remember(kernel.memory.addresses, address, () => ({
    network: hash('sha256', networkOf(address), 'base64url').slice(0, 16),
    isTrusted: address === 'local' || kernel.isTrustedAddress(address),
  }));
}

const pairKey = ({ key, network }: Attempt): string => `pair:${bucket(`${key} ${network}`, 16)}`;
const addressKey = ({ network }: Attempt): string => `address:${bucket(network, 16)}`;

function bucket(text: string, bits: number): string {
  return (hash('sha256', text, 'buffer').readUInt32BE(0) >>> (32 - bits)).toString(16);
}
