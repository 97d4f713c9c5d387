import { createHash, createHmac, pbkdf2, randomBytes, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import { turn } from './hash.js';
import { saslPrep } from './saslprep.js';

/**
 * What a server keeps of a password for SCRAM-SHA-256 (RFC 5802 §3, RFC 7677), as a value of
 * `authPassword` (RFC 5803): the client derives the key, so that a sign-in costs the server two
 * HMACs and a hash; only making a verifier costs a derivation.
 */
export interface ScramVerifier {
  readonly iterations: number;
  readonly salt: Buffer;
  /** The hash of the client's key: it proves a proof, and makes none. */
  readonly storedKey: Buffer;
  readonly serverKey: Buffer;
}

const scheme = 'SCRAM-SHA-256';
const keyBytes = 32;
const saltBytes = 16;
const saltBytesMax = 128;

/**
 * Clients derive at each sign-in, and Cyrus SASL refuses to beyond 65,536: so many, rather than
 * the 600,000 that would be asked of a hash which only servers compute.
 */
export const iterationsChosen = 60_000;

/** RFC 7677 §4 asks for 4,096; what is far above any use would wear clients out. */
export const iterationBounds = { min: 4_096, max: 1_000_000 } as const;

const derive = promisify(pbkdf2);

const form = new RegExp(
  String.raw`^ *SCRAM-SHA-256 *\$ *(\d{1,7}):([A-Za-z0-9+/=]+) *\$ *` +
    String.raw`([A-Za-z0-9+/=]+):([A-Za-z0-9+/=]+) *$`,
);

/** Whether a value of `authPassword` says it is of this scheme. */
export function isScram(value: Buffer): boolean {
  return /^ *SCRAM-SHA-256 *\$/.test(value.toString('latin1'));
}

/** Reads a stored value; undefined for another scheme, and for what is not sound. */
export function parseVerifier(value: Buffer): ScramVerifier | undefined {
  const [, count, ...parts] = form.exec(value.toString('latin1')) ?? [];
  const [salt, storedKey, serverKey] = parts.map(octetsOf);
  const iterations = Number(count);
  if (!salt || salt.length === 0 || salt.length > saltBytesMax) return undefined;
  if (storedKey?.length !== keyBytes || serverKey?.length !== keyBytes) return undefined;
  if (iterations < iterationBounds.min || iterations > iterationBounds.max) return undefined;
  return { iterations, salt, storedKey, serverKey };
}

/** The value to store. */
export function formatVerifier({ iterations, salt, storedKey, serverKey }: ScramVerifier): Buffer {
  const text = (octets: Buffer): string => octets.toString('base64');
  const keys = `${text(storedKey)}:${text(serverKey)}`;
  return Buffer.from(`${scheme}$${String(iterations)}:${text(salt)}$${keys}`);
}

/**
 * The verifier of a password; undefined for one that no SCRAM client could send: not UTF-8, or
 * with characters that SASLprep prohibits.
 *
 * @param like whose salt and iterations to derive with, to compare; by default new ones
 * @throws LdapError `busy` when too many derivations wait already
 */
export async function makeVerifier(
  password: Buffer,
  like?: Pick<ScramVerifier, 'iterations' | 'salt'>,
): Promise<ScramVerifier | undefined> {
  const prepared = saslPrep(password.toString('utf8'), 'stored');
  if (!prepared) return undefined;
  const { iterations, salt } = like ?? {
    iterations: iterationsChosen,
    salt: randomBytes(saltBytes),
  };
  const salted = await turn.run(() => derive(prepared, salt, iterations, keyBytes, 'sha256'));
  return {
    iterations,
    salt,
    storedKey: hash(hmac(salted, 'Client Key')),
    serverKey: hmac(salted, 'Server Key'),
  };
}

/** Whether two verifiers are of the same password: of the same keys, if of the same salt. */
export function sameVerifier(a: ScramVerifier, b: ScramVerifier): boolean {
  return timingSafeEqual(a.storedKey, b.storedKey) && timingSafeEqual(a.serverKey, b.serverKey);
}

/** What stands for the verifier of who has none: always the same for a name, and unprovable. */
export function madeUpVerifier(secret: Buffer, name: string): ScramVerifier {
  const part = (label: string): Buffer => hmac(secret, `${label} ${name}`);
  return {
    iterations: iterationsChosen,
    salt: part('salt').subarray(0, saltBytes),
    storedKey: part('stored'),
    serverKey: part('server'),
  };
}

/** The server's signature for a right proof (RFC 5802 §3); undefined for a wrong one. */
export function verifyProof(
  { storedKey, serverKey }: ScramVerifier,
  authMessage: string,
  proof: Buffer,
): Buffer | undefined {
  if (proof.length !== keyBytes) return undefined;
  const signature = hmac(storedKey, authMessage);
  const clientKey = proof.map((octet, index) => octet ^ (signature[index] ?? 0));
  return timingSafeEqual(hash(clientKey), storedKey) ? hmac(serverKey, authMessage) : undefined;
}

function octetsOf(text: string): Buffer | undefined {
  const bytes = Buffer.from(text, 'base64');
  return bytes.toString('base64') === text ? bytes : undefined;
}

const hmac = (key: Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest();
const hash = (octets: Uint8Array): Buffer => createHash('sha256').update(octets).digest();
