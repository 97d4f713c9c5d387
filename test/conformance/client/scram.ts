import { createHash, createHmac, pbkdf2Sync } from 'node:crypto';

/** A client of SCRAM-SHA-256 (RFC 5802 §3, RFC 7677), as the tests need one. */

const hmac = (key: Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest();
const hash = (octets: Buffer): Buffer => createHash('sha256').update(octets).digest();
const iterations = 4096;

/** What a server may hold instead of the password (RFC 5803 §1). */
export function scramVerifier(password: string): string {
  const salt = Buffer.from('sel de seize oct');
  const salted = pbkdf2Sync(password, salt, iterations, 32, 'sha256');
  const stored = hash(hmac(salted, 'Client Key')).toString('base64');
  const server = hmac(salted, 'Server Key').toString('base64');
  return `SCRAM-SHA-256$${iterations}:${salt.toString('base64')}$${stored}:${server}`;
}

export interface ScramClient {
  readonly first: string;
  /** What proves the password, to the server's first message. */
  final(challenge: string): string;
  /** What proves the server, after that. */
  readonly serverFinal: () => string;
}

export function scramClient(
  login: string,
  password: string,
  { authzId = '', nonce = 'rOprNGfwEbeRWgbNEkqO' } = {},
): ScramClient {
  const header = `n,${authzId === '' ? '' : `a=${authzId.replaceAll('=', '=3D').replaceAll(',', '=2C')}`},`;
  const bare = `n=${login},r=${nonce}`;
  let serverFinal = '';
  return {
    first: header + bare,
    final: (challenge) => {
      const parts = new Map(challenge.split(',').map((part) => [part[0], part.slice(2)]));
      const salt = Buffer.from(parts.get('s') ?? '', 'base64');
      const salted = pbkdf2Sync(password, salt, Number(parts.get('i')), 32, 'sha256');
      const clientKey = hmac(salted, 'Client Key');
      const unproved = `c=${Buffer.from(header).toString('base64')},r=${parts.get('r') ?? ''}`;
      const exchanged = `${bare},${challenge},${unproved}`;
      const signature = hmac(hash(clientKey), exchanged);
      const proof = Buffer.from(clientKey.map((octet, at) => octet ^ (signature[at] ?? 0)));
      serverFinal = `v=${hmac(hmac(salted, 'Server Key'), exchanged).toString('base64')}`;
      return `${unproved},p=${proof.toString('base64')}`;
    },
    serverFinal: () => serverFinal,
  };
}
