import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { LdapError } from '../../model/result.js';
import {
  loginOf,
  recentFailures,
  recordFailure,
  recordSuccess,
  reserveAttempt,
} from '../../state/logins.js';
import type { Kernel } from '../context.js';
import type { OperationContext } from '../directory.js';
import { remember } from '../search/search-memory.js';

/**
 * Slows the guessing of passwords down without locking anyone out: past a number of failures each
 * further attempt on the account waits longer, one after the other; past many more from one
 * address, attempts from there wait a little. A quarter of an hour without failure forgets all.
 */
const forgetMs = 15 * 60_000;

const account = { freeFailures: 10, firstMs: 250, mostMs: 30_000 } as const;
const address = { freeFailures: 100, stepFailures: 25, stepMs: 250, mostMs: 4_000 } as const;

/** How often a last sign-in is written, at most, for an account that signs in all the time. */
const successEveryMs = 60_000;

/** One attempt: whom it is for, and where it comes from. */
export interface Attempt {
  /** `loginKey` of the account, or what stands for a name without one. */
  readonly key: string;
  /** Undefined: nobody is slowed down for what others did there (service accounts, the socket). */
  readonly address: string | undefined;
}

/**
 * Waits as long as the failures before ask for.
 *
 * @throws LdapError `busy` when the line is longer than anyone would wait
 */
export async function waitForAttempt(
  kernel: Kernel,
  attempt: Attempt,
  context: OperationContext,
): Promise<void> {
  const waitMs = Math.max(await accountWaitMs(kernel, attempt), addressWaitMs(kernel, attempt));
  if (waitMs > account.mostMs) throw new LdapError('busy', 'too many failed attempts: try later');
  if (waitMs === 0) return;
  // Asked for only here: a connection makes its signal for who wants one.
  const { signal } = context;
  await sleep(waitMs, undefined, { ref: false, ...(signal && { signal }) }).catch(() => {
    throw new LdapError('canceled', '');
  });
}

/** Counts a failure, for the account and for the address. */
export async function noteFailure(kernel: Kernel, attempt: Attempt): Promise<void> {
  const at = kernel.clock();
  await kernel.store.write((transaction) => {
    recordFailure(transaction.state, attempt.key, { at, forgetMs });
    const from = addressKey(kernel, attempt);
    if (from !== undefined) recordFailure(transaction.state, from, { at, forgetMs });
  });
}

/** Notes a success; at once when it forgives failures, otherwise now and then and unhurried. */
export async function noteSuccess(kernel: Kernel, { key }: Attempt): Promise<void> {
  const { failures, lastSuccess } = loginOf(kernel.store.state, key);
  const at = kernel.clock();
  const sinceMs = lastSuccess === undefined ? Infinity : at.getTime() - Date.parse(lastSuccess);
  if (failures === 0 && sinceMs < successEveryMs) return;
  const written = kernel.store.write((transaction) => {
    recordSuccess(transaction.state, key, at);
  });
  if (failures > 0) await written;
  else written.catch(() => undefined);
}

/** What stands for a name that has no entry: it is slowed down as an account would be. */
export function namelessKey(name: string): string {
  return `name:${bucket(name, 12)}`;
}

async function accountWaitMs(kernel: Kernel, { key }: Attempt): Promise<number> {
  const at = kernel.clock();
  const now = loginOf(kernel.store.state, key);
  if (recentFailures(now, { at, forgetMs }) < account.freeFailures) return 0;
  return kernel.store.write(({ state }) => {
    const record = loginOf(state, key);
    const beyond = recentFailures(record, { at, forgetMs }) - account.freeFailures;
    const delayMs = Math.min(account.mostMs, account.firstMs * 2 ** Math.max(0, beyond));
    const free = Math.max(at.getTime(), Date.parse(record.notBefore ?? '1970-01-01'));
    const waitMs = free + delayMs - at.getTime();
    if (waitMs <= account.mostMs) reserveAttempt(state, key, new Date(free + delayMs));
    return waitMs;
  });
}

function addressWaitMs(kernel: Kernel, attempt: Attempt): number {
  const key = addressKey(kernel, attempt);
  if (key === undefined) return 0;
  const record = loginOf(kernel.store.state, key);
  const beyond = recentFailures(record, { at: kernel.clock(), forgetMs }) - address.freeFailures;
  if (beyond < 0) return 0;
  const steps = 1 + Math.floor(beyond / address.stepFailures);
  return Math.min(address.mostMs, steps * address.stepMs);
}

/** An IPv6 address counts by its network: one subscriber has 2^64 of them. */
function addressKey(kernel: Kernel, attempt: Attempt): string | undefined {
  if (attempt.address === undefined || attempt.address === 'local') return undefined;
  const network = attempt.address.includes('::ffff:')
    ? attempt.address
    : attempt.address.split(':').slice(0, 4).join(':');
  const { addresses } = kernel.memory;
  return remember(addresses, network, () => `address:${bucket(network, 16)}`);
}

function bucket(text: string, bits: number): string {
  const hash = createHash('sha256').update(text).digest();
  return (hash.readUInt32BE(0) >>> (32 - bits)).toString(16);
}
