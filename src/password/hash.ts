import { parseOptions } from '@node-rs/argon2';
import { timingSafeEqual } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { argon2InThread, matchesArgon2, shaCryptInThread } from './derivation-thread.js';
import { isDigestScheme, sameSecret, verifyDigest } from './digest.js';
import { isPbkdf2Scheme, verifyPbkdf2 } from './pbkdf2.js';
import { readShaCrypt, type ShaCrypt } from './sha-crypt.js';
import { readStoredPassword } from './stored-password.js';
import { turnOf } from './turn.js';

/** Argon2id (RFC 9106) with the first of OWASP's settings; the library's defaults, said aloud. */
const settings = { memoryCost: 19_456, timeCost: 2, parallelism: 1, outputLen: 32 } as const;

/** A stored hash that asks for more is not verified: it would be an attack on our memory. */
const memoryKibMax = 262_144;
const timeCostMax = 32;

/**
 * Key derivations wait here. Those of PBKDF2 run in libuv's four threads, of which one stays free
 * for commits.
 */
export const turn = turnOf({
  running: Math.max(1, Math.min(3, availableParallelism())),
  waiting: 512,
  waitingEach: 256,
});

/** Whom a missing entry or password is compared with, so that time does not tell it is missing. */
let nobody: Promise<string> | undefined;

/**
 * Hashes a password as it is stored: `{ARGON2}$argon2id$…`.
 *
 * @throws LdapError `busy` when too many wait already
 */
export async function hashPassword(password: Buffer): Promise<string> {
  return `{ARGON2}${await turn.run(() => argon2InThread(password, settings))}`;
}

/**
 * Whether a password is the stored one. An unknown scheme or a malformed value matches nothing.
 * Digests are computed at once; key derivations wait for their turn, off the event loop.
 *
 * @param origin who asks: a flood from one is not waited for by the others
 * @throws LdapError `busy` when too many wait already
 */
export function verifyPassword(
  password: Buffer,
  stored: Buffer,
  origin?: string,
): boolean | Promise<boolean> {
  const { scheme, body } = readStoredPassword(stored);
  if (scheme === undefined) return sameSecret(password, stored);
  if (isDigestScheme(scheme)) return verifyDigest(scheme, body, password);
  if (scheme === 'ARGON2') return verifyArgon2(password, body, origin);
  if (isPbkdf2Scheme(scheme)) return turn.run(() => verifyPbkdf2(scheme, body, password), origin);
  const form = scheme === 'CRYPT' ? readShaCrypt(body) : undefined;
  return form ? turn.run(() => verifyShaCrypt(password, form), origin) : false;
}

/** Takes the time of a verification and fails: for an entry or a password that is not there. */
export async function verifyNothing(password: Buffer, origin?: string): Promise<false> {
  nobody ??= argon2InThread(Buffer.from('nobody'), settings);
  const stored = await nobody;
  await turn.run(() => matchesArgon2(password, stored), origin);
  return false;
}

/** Whether a value that just matched should be stored again with today's settings. */
export function needsRehash(stored: Buffer): boolean {
  const { scheme, body } = readStoredPassword(stored);
  if (scheme !== 'ARGON2' || !body.startsWith('$argon2id$')) return true;
  const options = argon2Options(body);
  return (
    options === undefined ||
    options.memoryCost < settings.memoryCost ||
    options.timeCost < settings.timeCost
  );
}

/** Whether some password could match a stored value: its scheme is known and its form sound. */
export function isVerifiable(stored: Buffer): boolean {
  const { scheme, body } = readStoredPassword(stored);
  if (scheme === undefined) return true;
  if (scheme === 'ARGON2') return boundedArgon2(body);
  if (scheme === 'CRYPT') return readShaCrypt(body) !== undefined;
  return isDigestScheme(scheme) || isPbkdf2Scheme(scheme);
}

/** Whether verifying a value takes no key derivation, so that failing would be noticed quicker. */
export function costsLittle(stored: Buffer): boolean {
  const { scheme = '' } = readStoredPassword(stored);
  return isDigestScheme(scheme) || scheme === '' || !isVerifiable(stored);
}

async function verifyArgon2(
  password: Buffer,
  body: string,
  origin: string | undefined,
): Promise<boolean> {
  if (!boundedArgon2(body)) return false;
  return turn.run(() => matchesArgon2(password, body), origin);
}

function boundedArgon2(body: string): boolean {
  const options = argon2Options(body);
  if (!options) return false;
  return options.memoryCost <= memoryKibMax && options.timeCost <= timeCostMax;
}

async function verifyShaCrypt(password: Buffer, form: ShaCrypt): Promise<boolean> {
  const actual = await shaCryptInThread(password, form);
  if (actual?.length !== form.digest.length) return false;
  return timingSafeEqual(Buffer.from(actual), Buffer.from(form.digest));
}

function argon2Options(body: string): ReturnType<typeof parseOptions> | undefined {
  try {
    return parseOptions(body);
  } catch {
    return undefined;
  }
}
