import { createHash, createHmac, pbkdf2Sync } from 'node:crypto';
import type { Control } from '../../src/model/request.js';
import type { Actor } from '../../src/operations/actor.js';
import type { BindOutcome, Directory } from '../../src/operations/directory.js';
import type { Peer } from '../../src/operations/peer.js';

/** How a test's client is connected. */
export const overTls: Peer = { transport: 'tls', tlsRequired: false };
export const inTheClear: Peer = { transport: 'clear', tlsRequired: false };
export const local: Peer = { transport: 'local', tlsRequired: false };

/** One bind by SASL, perhaps a step of several. */
export function saslBind(
  directory: Directory,
  step: {
    readonly mechanism: string;
    readonly credentials?: string | Buffer;
    readonly peer?: Peer;
    readonly exchange?: BindOutcome['exchange'];
    readonly controls?: readonly Control[];
  },
): Promise<BindOutcome> {
  const { mechanism, credentials, peer = overTls, exchange, controls = [] } = step;
  const nobody: Actor = {
    kind: 'anonymous',
    door: 'ldap',
    secure: peer.transport !== 'clear',
  };
  const authentication = {
    kind: 'sasl',
    mechanism,
    credentials: credentials === undefined ? undefined : Buffer.from(credentials),
  } as const;
  return directory.bind({ kind: 'bind', version: 3, dn: '', authentication }, nobody, {
    controls,
    peer,
    exchange,
    address: '192.0.2.7',
  });
}

const hmac = (key: Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest();

/** What a client of SCRAM says in one sign-in. */
export interface ScramSaid {
  readonly header?: string;
  readonly nonce?: string;
  /** What the last message says in place of what it should. */
  readonly altered?: (message: string) => string;
  readonly peer?: Peer;
}

/** The last message for a challenge (RFC 5802 §3), and the server's signature to expect. */
export function answerTo(
  challenge: string,
  password: string,
  { header, bare }: { readonly header: string; readonly bare: string },
): { readonly message: string; readonly signature: string } {
  const [nonce = '', salt = '', count = ''] = challenge.split(',').map((part) => part.slice(2));
  const octets = Buffer.from(salt, 'base64');
  const salted = pbkdf2Sync(password, octets, Number(count), 32, 'sha256');
  const clientKey = hmac(salted, 'Client Key');
  const storedKey = createHash('sha256').update(clientKey).digest();
  const withoutProof = `c=${Buffer.from(header).toString('base64')},r=${nonce}`;
  const said = `${bare},${challenge},${withoutProof}`;
  const proof = Buffer.from(hmac(storedKey, said).map((octet, i) => octet ^ (clientKey[i] ?? 0)));
  return {
    message: `${withoutProof},p=${proof.toString('base64')}`,
    signature: `v=${hmac(hmac(salted, 'Server Key'), said).toString('base64')}`,
  };
}

/** Signs in by SCRAM-SHA-256; `signed` tells whether the server proved itself too. */
export async function scram(
  directory: Directory,
  login: string,
  password: string,
  { header = 'n,,', nonce = 'clientnonce', altered = (m) => m, peer = overTls }: ScramSaid = {},
): Promise<BindOutcome & { readonly challenge: string; readonly signed: boolean }> {
  const bare = `n=${login},r=${nonce}`;
  const mechanism = 'SCRAM-SHA-256';
  const begun = await saslBind(directory, { mechanism, credentials: header + bare, peer });
  const challenge = begun.serverSaslCreds?.toString() ?? '';
  if (!begun.exchange) return { ...begun, challenge, signed: false };
  const { message, signature } = answerTo(challenge, password, { header, bare });
  const { exchange } = begun;
  const credentials = altered(message);
  const done = await saslBind(directory, { mechanism, credentials, exchange, peer });
  return { ...done, challenge, signed: done.serverSaslCreds?.toString() === signature };
}
