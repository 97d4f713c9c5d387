import { hash } from 'node:crypto';

/**
 * `$5$` and `$6$` of crypt(3), as published in “Unix crypt using SHA-256 and SHA-512”
 * (U. Drepper, version 0.6): thousands of digests of password, salt and the digest before.
 *
 *     $6$rounds=656000$<salt, at most 16 characters>$<digest in its own base64>
 */
export interface ShaCrypt {
  readonly algorithm: 'sha256' | 'sha512';
  readonly rounds: number;
  readonly salt: string;
  /** As written. */
  readonly digest: string;
}

const form = /^\$([56])\$(?:rounds=(\d{1,9})\$)?([^$:\n]{0,16})\$([./0-9A-Za-z]+)$/;

const roundsByDefault = 5_000;
const roundsMin = 1_000;
/** Past this a stored value is an attack on our processor, not a password. */
const roundsMax = 1_000_000;
/** The first digests grow with the square of the password's length. */
const passwordBytesMax = 1_024;

/** Reads the body of a `{CRYPT}` value; undefined for other kinds of crypt(3) and bad ones. */
export function readShaCrypt(body: string): ShaCrypt | undefined {
  const match = form.exec(body);
  if (!match) return undefined;
  const [, kind, written, salt = '', digest = ''] = match;
  const rounds = written === undefined ? roundsByDefault : Math.max(roundsMin, Number(written));
  const algorithm = kind === '5' ? 'sha256' : 'sha512';
  if (rounds > roundsMax || digest.length !== (kind === '5' ? 43 : 86)) return undefined;
  return { algorithm, rounds, salt, digest };
}

/** The digest of a password as crypt(3) writes it; undefined for one too long to be looked at. */
export function shaCryptDigest(
  password: Buffer,
  { algorithm, rounds, salt: saltText }: Omit<ShaCrypt, 'digest'>,
): string | undefined {
  if (password.length > passwordBytesMax) return undefined;
  const salt = Buffer.from(saltText, 'latin1');
  const digest = (...parts: readonly Buffer[]): Buffer =>
    hash(algorithm, Buffer.concat(parts), 'buffer');
  const start = firstDigest(password, salt, digest);
  const times = (part: Buffer, count: number): Buffer[] =>
    Array.from({ length: count }, () => part);
  const p = repeated(digest(...times(password, password.length)), password.length);
  const s = repeated(digest(...times(salt, 16 + (start[0] ?? 0))), salt.length);
  return encode(algorithm, stretch(start, { algorithm, rounds, p, s }));
}

/** Steps 1 to 12: from password and salt, mixed by the bits of the password's length. */
function firstDigest(
  password: Buffer,
  salt: Buffer,
  digest: (...parts: readonly Buffer[]) => Buffer,
): Buffer {
  const other = digest(password, salt, password);
  const parts = [password, salt, repeated(other, password.length)];
  for (let bits = password.length; bits > 0; bits >>= 1) {
    parts.push((bits & 1) === 1 ? other : password);
  }
  return digest(...parts);
}

/** Step 21: the rounds. One buffer serves them all. */
function stretch(
  start: Buffer,
  {
    algorithm,
    rounds,
    p,
    s,
  }: {
    readonly algorithm: string;
    readonly rounds: number;
    readonly p: Buffer;
    readonly s: Buffer;
  },
): Buffer {
  const scratch = Buffer.allocUnsafe(start.length + 2 * p.length + s.length);
  let last = start;
  for (let round = 0; round < rounds; round += 1) {
    const isOdd = (round & 1) === 1;
    let length = (isOdd ? p : last).copy(scratch, 0);
    if (round % 3 !== 0) length += s.copy(scratch, length);
    if (round % 7 !== 0) length += p.copy(scratch, length);
    length += (isOdd ? last : p).copy(scratch, length);
    last = hash(algorithm, scratch.subarray(0, length), 'buffer');
  }
  return last;
}

function repeated(block: Buffer, length: number): Buffer {
  const whole = Buffer.alloc(length);
  for (let at = 0; at < length; at += block.length) block.copy(whole, at);
  return whole;
}

const alphabet = './0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** Step 22: octets by threes, one of each third of the digest, beginning with another each time. */
function encode(algorithm: ShaCrypt['algorithm'], digest: Buffer): string {
  const third = Math.floor(digest.length / 3);
  const step = algorithm === 'sha256' ? 2 : 1;
  let text = '';
  for (let at = 0; at < third; at += 1) {
    const octetOf = (place: number): number => digest[((place + at * step) % 3) * third + at] ?? 0;
    text += sextets((octetOf(0) << 16) | (octetOf(1) << 8) | octetOf(2), 4);
  }
  const rest = digest.subarray(3 * third);
  const bits = rest.reduce((sum, octet, place) => sum | (octet << (8 * place)), 0);
  return text + sextets(bits, rest.length + 1);
}

/** The low six bits first. */
function sextets(bits: number, count: number): string {
  let text = '';
  for (let at = 0; at < count; at += 1) text += alphabet.charAt((bits >> (6 * at)) & 63);
  return text;
}
