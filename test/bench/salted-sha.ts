import { createHash } from 'node:crypto';

/** `{SSHA}` with a salt of eight octets, the same each time, which every server verifies. */
export function saltedSha(password: string, seed: string): string {
  const salt = createHash('md5').update(seed).digest().subarray(0, 8);
  const digest = createHash('sha1').update(password).update(salt).digest();
  return `{SSHA}${Buffer.concat([digest, salt]).toString('base64')}`;
}
