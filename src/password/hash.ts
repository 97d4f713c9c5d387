import { hash, parseOptions, verify } from '@node-rs/argon2';
import { availableParallelism } from 'node:os';
import { isDigestScheme, sameSecret, verifyDigest } from './digest.js';
import { isPbkdf2Scheme, verifyPbkdf2 } from './pbkdf2.js';
import { readStoredPassword } from './stored-password.js';
import { turnOf } from './turn.js';

/** Argon2id (RFC 9106) with the first of OWASP's settings; the library's defaults, said aloud. */
const settings = { memoryCost: 19_456, timeCost: 2, parallelism: 1, outputLen: 32 } as const;

/** A stored hash that asks for more is not verified: it would be an attack on our memory. */
const memoryKibMax = 262_144;
const timeCostMax = 32;

/** One thread of libuv's four stays free for commits. */
const turn = turnOf({ running: Math.max(1, Math.min(3, availableParallelism())), waiting: 512 });

/** Whom a missing entry or password is compared with, so that time does not tell it is missing. */
let nobody: Promise<string> | undefined;

/**
 * Hashes a password as it is stored: `{ARGON2}$argon2id$…`.
 *
 * @throws LdapError `busy` when too many wait already
 */
export async function hashPassword(password: Buffer): Promise<string> {
  return `{ARGON2}${await turn.run(() => hash(password, settings))}`;
}

/**
 * Whether a password is the stored one. An unknown scheme or a malformed value matches nothing.
 *
 * @throws LdapError `busy` when too many wait already
 */
export async function verifyPassword(password: Buffer, stored: Buffer): Promise<boolean> {
  const { scheme, body } = readStoredPassword(stored);
  if (scheme === undefined) return sameSecret(password, stored);
  if (scheme === 'ARGON2') return verifyArgon2(password, body);
  if (isDigestScheme(scheme)) return verifyDigest(scheme, body, password);
  if (isPbkdf2Scheme(scheme)) return turn.run(() => verifyPbkdf2(scheme, body, password));
  return false;
}

/** Takes the time of a verification and fails: for an entry or a password that is not there. */
export async function verifyNothing(password: Buffer): Promise<false> {
  nobody ??= hash('nobody', settings);
  const stored = await nobody;
  await turn.run(() => verify(stored, password));
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

async function verifyArgon2(password: Buffer, body: string): Promise<boolean> {
  const options = argon2Options(body);
  if (!options || options.memoryCost > memoryKibMax || options.timeCost > timeCostMax) return false;
  return turn.run(() => verify(body, password).catch(() => false));
}

function argon2Options(body: string): ReturnType<typeof parseOptions> | undefined {
  try {
    return parseOptions(body);
  } catch {
    return undefined;
  }
}
