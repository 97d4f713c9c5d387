import { pbkdf2, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';

const derive = promisify(pbkdf2);

const algorithms: Readonly<Record<string, string>> = {
  PBKDF2: 'sha1',
  'PBKDF2-SHA1': 'sha1',
  'PBKDF2-SHA256': 'sha256',
  'PBKDF2-SHA512': 'sha512',
};

/** The scheme of 389 DS before 1.4 wrote the others: octets of fixed lengths, in base64. */
const binaryScheme = 'PBKDF2_SHA256';
const binary = { iterationsBytes: 4, saltBytes: 64, digestBytes: 256 } as const;

/** Past this a stored value is an attack on our processor, not a password. */
const iterationsMax = 5_000_000;
const digestBytesMax = 256;

/** What a stored value says of a derivation. */
interface Derivation {
  readonly algorithm: string;
  readonly iterations: number;
  readonly salt: Buffer;
  readonly digest: Buffer;
}

export function isPbkdf2Scheme(scheme: string): boolean {
  return scheme === binaryScheme || Object.hasOwn(algorithms, scheme);
}

/** Verifies the body of a stored value. A malformed one matches nothing. */
export async function verifyPbkdf2(
  scheme: string,
  body: string,
  password: Buffer,
): Promise<boolean> {
  const stored = scheme === binaryScheme ? readBinary(body) : readText(scheme, body);
  if (!stored) return false;
  const { algorithm, iterations, salt, digest } = stored;
  if (iterations < 1 || iterations > iterationsMax) return false;
  if (digest.length < 16 || digest.length > digestBytesMax) return false;
  const actual = await derive(password, salt, iterations, digest.length, algorithm);
  return timingSafeEqual(actual, digest);
}

/**
 * `iterations$salt$digest` as OpenLDAP's pw-pbkdf2, passlib and 389 DS write it: base64 with `.`
 * for `+` and no padding.
 */
function readText(scheme: string, body: string): Derivation | undefined {
  const algorithm = algorithms[scheme];
  const match = /^(\d{1,8})\$([A-Za-z0-9./+=]+)\$([A-Za-z0-9./+=]+)$/.exec(body);
  if (algorithm === undefined || !match) return undefined;
  const [, iterations, salt = '', digest = ''] = match;
  return { algorithm, iterations: Number(iterations), salt: decode(salt), digest: decode(digest) };
}

function readBinary(body: string): Derivation | undefined {
  const octets = decode(body);
  const saltAt = binary.iterationsBytes;
  const digestAt = saltAt + binary.saltBytes;
  if (octets.length !== digestAt + binary.digestBytes) return undefined;
  return {
    algorithm: 'sha256',
    iterations: octets.readUInt32BE(0),
    salt: octets.subarray(saltAt, digestAt),
    digest: octets.subarray(digestAt),
  };
}

function decode(text: string): Buffer {
  return Buffer.from(text.replaceAll('.', '+'), 'base64');
}
