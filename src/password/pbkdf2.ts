import { pbkdf2, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';

const derive = promisify(pbkdf2);

const algorithms: Readonly<Record<string, string>> = {
  PBKDF2: 'sha1',
  'PBKDF2-SHA1': 'sha1',
  'PBKDF2-SHA256': 'sha256',
  'PBKDF2-SHA512': 'sha512',
};

/** Past this a stored value is an attack on our processor, not a password. */
const iterationsMax = 5_000_000;
const digestBytesMax = 128;

export function isPbkdf2Scheme(scheme: string): boolean {
  return Object.hasOwn(algorithms, scheme);
}

/**
 * Verifies `iterations$salt$digest`, both in the base64 of OpenLDAP's pw-pbkdf2 module (`.` for
 * `+`, no padding). A malformed body matches nothing.
 */
export async function verifyPbkdf2(
  scheme: string,
  body: string,
  password: Buffer,
): Promise<boolean> {
  const algorithm = algorithms[scheme];
  const match = /^(\d{1,8})\$([A-Za-z0-9./+=]+)\$([A-Za-z0-9./+=]+)$/.exec(body);
  if (!algorithm || !match) return false;
  const iterations = Number(match[1]);
  const salt = decode(match[2] ?? '');
  const expected = decode(match[3] ?? '');
  if (iterations < 1 || iterations > iterationsMax) return false;
  if (expected.length < 16 || expected.length > digestBytesMax) return false;
  const actual = await derive(password, salt, iterations, expected.length, algorithm);
  return timingSafeEqual(actual, expected);
}

function decode(text: string): Buffer {
  return Buffer.from(text.replaceAll('.', '+'), 'base64');
}
