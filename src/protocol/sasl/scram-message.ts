import { isUtf8 } from 'node:buffer';

/**
 * The messages of SCRAM (RFC 5802 §7): attributes of one letter between commas. A client's
 * message that is not one reads as the `e=` value that says why.
 */
export type ScramFault =
  | 'invalid-encoding'
  | 'extensions-not-supported'
  | 'channel-binding-not-supported'
  | 'channel-bindings-dont-match'
  | 'invalid-username-encoding'
  | 'other-error';

/** `client-first-message`. */
export interface ScramFirst {
  /** As sent: the client repeats it in its next message, where it is authenticated. */
  readonly gs2Header: string;
  /** Empty: the client asks for its own. */
  readonly authzId: string;
  readonly username: string;
  readonly nonce: string;
  readonly bare: string;
}

/** `client-final-message`. */
export interface ScramFinal {
  /** What `c=` holds: the GS2 header, as there is no channel binding. */
  readonly channelBinding: Buffer;
  readonly nonce: string;
  readonly proof: Buffer;
  readonly withoutProof: string;
}

const messageBytesMax = 8_192;
const nonceLengthMax = 512;

/** Reads the first message of a client. The nonce of ours is not in it yet. */
export function parseClientFirst(message: Buffer): ScramFirst | ScramFault {
  const text = textOf(message);
  const [, header, flag, authz, bare] =
    /^((n|y|p=[A-Za-z0-9.-]+),(?:a=([^,]*))?,)([^]*)$/.exec(text ?? '') ?? [];
  if (header === undefined || bare === undefined) return 'invalid-encoding';
  if (flag?.startsWith('p=')) return 'channel-binding-not-supported';
  if (bare.startsWith('m=')) return 'extensions-not-supported';
  const [, name, nonce] = /^n=([^,]+),r=([!-+\--~]+)(?:,[A-Za-z]=[^,]+)*$/.exec(bare) ?? [];
  if (name === undefined || nonce === undefined || nonce.length > nonceLengthMax) {
    return 'invalid-encoding';
  }
  const username = decodeName(name);
  const authzId = decodeName(authz ?? '');
  if (username === undefined || authzId === undefined || authz === '') {
    return 'invalid-username-encoding';
  }
  return { gs2Header: header, authzId, username, nonce, bare };
}

/** Reads the last message of a client. */
export function parseClientFinal(message: Buffer): ScramFinal | ScramFault {
  const text = textOf(message);
  const [, withoutProof, binding, nonce, proof] =
    /^(c=([A-Za-z0-9+/=]*),r=([!-+\--~]+)(?:,[A-Za-z]=[^,]+)*),p=([A-Za-z0-9+/=]+)$/.exec(
      text ?? '',
    ) ?? [];
  if (withoutProof === undefined || nonce === undefined) return 'invalid-encoding';
  const channelBinding = decodeBase64(binding ?? '');
  const proofBytes = decodeBase64(proof ?? '');
  if (!channelBinding || !proofBytes) return 'invalid-encoding';
  return { channelBinding, nonce, proof: proofBytes, withoutProof };
}

/** `server-first-message`. */
export function serverFirstOf(challenge: {
  readonly nonce: string;
  readonly salt: Buffer;
  readonly iterations: number;
}): string {
  const { nonce, salt, iterations } = challenge;
  return `r=${nonce},s=${salt.toString('base64')},i=${String(iterations)}`;
}

/** `server-final-message` of a success. */
export function serverFinalOf(signature: Buffer): string {
  return `v=${signature.toString('base64')}`;
}

/** Octets of canonical base64 (RFC 4648 §4); undefined for any other text. */
export function decodeBase64(text: string): Buffer | undefined {
  const bytes = Buffer.from(text, 'base64');
  return bytes.toString('base64') === text ? bytes : undefined;
}

function textOf(message: Buffer): string | undefined {
  if (message.length > messageBytesMax || !isUtf8(message)) return undefined;
  const text = message.toString('utf8');
  return text.includes('\0') ? undefined : text;
}

/** A `saslname`: `=2C` is a comma, `=3D` an equals sign, and no other `=` may be there. */
function decodeName(name: string): string | undefined {
  if (/=(?!2C|3D)/.test(name)) return undefined;
  return name.replaceAll('=2C', ',').replaceAll('=3D', '=');
}
