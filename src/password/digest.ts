import { hash, timingSafeEqual } from 'node:crypto';

/** `{SSHA}` and its family: base64 of digest ‖ salt; without S, of the digest alone. */
interface DigestScheme {
  readonly algorithm: string;
  readonly bytes: number;
  readonly salted: boolean;
}

const schemes: Readonly<Record<string, DigestScheme>> = {
  SHA: { algorithm: 'sha1', bytes: 20, salted: false },
  SSHA: { algorithm: 'sha1', bytes: 20, salted: true },
  SHA256: { algorithm: 'sha256', bytes: 32, salted: false },
  SSHA256: { algorithm: 'sha256', bytes: 32, salted: true },
  SHA384: { algorithm: 'sha384', bytes: 48, salted: false },
  SSHA384: { algorithm: 'sha384', bytes: 48, salted: true },
  SHA512: { algorithm: 'sha512', bytes: 64, salted: false },
  SSHA512: { algorithm: 'sha512', bytes: 64, salted: true },
};

export function isDigestScheme(scheme: string): boolean {
  return Object.hasOwn(schemes, scheme);
}

/** Whether the password has the digest that `body` holds. A malformed body matches nothing. */
export function verifyDigest(scheme: string, body: string, password: Buffer): boolean {
  const form = schemes[scheme];
  if (!form) return false;
  const bytes = Buffer.from(body, 'base64');
  if (form.salted ? bytes.length <= form.bytes : bytes.length !== form.bytes) return false;
  const expected = bytes.subarray(0, form.bytes);
  const salt = bytes.subarray(form.bytes);
  const actual = hash(form.algorithm, Buffer.concat([password, salt]), 'buffer');
  return timingSafeEqual(actual, expected);
}

/** Compares two passwords in clear in a time that tells neither length nor prefix. */
export function sameSecret(a: Buffer, b: Buffer): boolean {
  const digest = (value: Buffer): Buffer => hash('sha256', value, 'buffer');
  return timingSafeEqual(digest(a), digest(b));
}
