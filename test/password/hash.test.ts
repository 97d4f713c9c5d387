import { expect } from 'chai';
import { pbkdf2Sync } from 'node:crypto';
import {
  hashPassword,
  needsRehash,
  verifyNothing,
  verifyPassword,
} from '../../src/password/hash.js';

const password = Buffer.from('Secret été');
const argon2i =
  '{ARGON2}$argon2i$v=19$m=4096,t=3,p=1$r4E2vlYxojAzk+GVolCJKg' +
  '$PY0kCfoKnufl6EHDb+z2pMzyJPFpKG2CN+1qIud9y1s';

/** Made by slappasswd 2.5 with its pw-sha2 and argon2 modules. */
const stored: Readonly<Record<string, string>> = {
  SSHA: '{SSHA}A3hwQO6knXQOmQBsZCqIf8o5PcKQbrzp',
  SHA: '{SHA}ZvlA2aEbDboYPacbKQnHlRCsh0w=',
  'a scheme in small letters': '{sha}ZvlA2aEbDboYPacbKQnHlRCsh0w=',
  SSHA256: '{SSHA256}O3jzvvVLzBrhmGuv+NXI+RLN+MDE9EvcloIA1vFnnHn64vhbn+eOkQ==',
  SHA256: '{SHA256}qzL0KUbps6KCS4vA9I77q6m0KcNIBnGgspUce8Wa38I=',
  SSHA512:
    '{SSHA512}tDo+MQ40usSYy5SNN8TORsn7LIPAObFoVn7y8TO0E/icQsyk1VUtvneEluxa/WnHX35Zj2YfUWc' +
    'iUtuFyUp5hPVc3GSpQdGi',
  SHA512:
    '{SHA512}ReFsF/sKphNyUMDIoVgaK8cykKLg1o9SbChY01eYojlEUxDStN4mzpEgOiG76tl86j+zsjeG6oT5a' +
    'pB2Glaxew==',
  'ARGON2 (argon2i)': argon2i,
  'PBKDF2-SHA256': pbkdf2Text('SHA256', 'sha256', 32),
  'PBKDF2-SHA512': pbkdf2Text('SHA512', 'sha512', 64),
  'PBKDF2_SHA256, the octets of 389 DS': pbkdf2Octets(),
  'CRYPT $5$': '{CRYPT}$5$rounds=1000$sel$M6DHeJko/dUTW90LJHy6yM89/a/cSd/1qjwMQ1nHts.',
  'no scheme': 'Secret été',
};

/** Iterations, salt and digest, one after the other. */
function pbkdf2Octets(): string {
  const [iterations, salt] = [Buffer.alloc(4), Buffer.alloc(64, 'sel')];
  iterations.writeUInt32BE(2_048);
  const digest = pbkdf2Sync(password, salt, 2_048, 256, 'sha256');
  return `{PBKDF2_SHA256}${Buffer.concat([iterations, salt, digest]).toString('base64')}`;
}

function pbkdf2Text(name: string, algorithm: string, bytes: number): string {
  const salt = Buffer.from('0123456789abcdef');
  const encode = (value: Buffer): string =>
    value.toString('base64').replaceAll('+', '.').replace(/=+$/, '');
  const digest = pbkdf2Sync(password, salt, 10_000, bytes, algorithm);
  return `{PBKDF2-${name}}10000$${encode(salt)}$${encode(digest)}`;
}

const malformed: readonly string[] = [
  '{MD9}abcdef',
  '{SSHA}',
  '{SSHA}AAAA',
  '{SHA}AAAA',
  '{ARGON2}',
  '{ARGON2}$argon2id$v=19$m=4294967295,t=3,p=1$r4E2vlYxojAzk+GVolCJKg$PY0kCfoKnufl6EHDb+z2pA',
  '{PBKDF2-SHA256}99999999$AAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAA',
  '{PBKDF2-SHA256}0$AAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAA',
  '{PBKDF2-SHA256}x',
  '{PBKDF2_SHA256}AAAA',
  '{CRYPT}x',
  '{CLEARTEXT}Secret été',
  '',
];

describe('a stored password', () => {
  for (const [scheme, value] of Object.entries(stored)) {
    it(`of scheme ${scheme} is matched by its password and by no other`, async () => {
      expect(await verifyPassword(password, Buffer.from(value))).equal(true);
      expect(await verifyPassword(Buffer.from('Secret ete'), Buffer.from(value))).equal(false);
    });
  }

  for (const value of malformed) {
    it(`“${value.slice(0, 40)}” is matched by nothing`, async () => {
      expect(await verifyPassword(password, Buffer.from(value))).equal(false);
    });
  }

  it('is argon2id with 19 MiB and two passes when we hash it, and differs every time', async () => {
    const [one, other] = await Promise.all([hashPassword(password), hashPassword(password)]);
    expect(one).match(/^\{ARGON2\}\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(one).not.equal(other);
    expect(await verifyPassword(password, Buffer.from(one))).equal(true);
    expect(needsRehash(Buffer.from(one))).equal(false);
  });

  it('of any older form is to be hashed again', () => {
    for (const value of Object.values(stored)) {
      expect(needsRehash(Buffer.from(value)), value).equal(true);
    }
  });

  it('that is missing costs a verification and matches nothing', async () => {
    expect(await verifyNothing(password)).equal(false);
  });
});
