import { isUtf8 } from 'node:buffer';

/** The message of PLAIN (RFC 4616 §2): `[authzid] NUL authcid NUL passwd`, in UTF-8. */
export interface PlainMessage {
  /** Whom to act as; empty: oneself. */
  readonly authzId: string;
  readonly authcId: string;
  readonly password: Buffer;
}

/** Far above the 255 octets that each part must be allowed. */
const partBytesMax = 4_096;

/** Reads the message; undefined for what is none. */
export function parsePlain(message: Buffer): PlainMessage | undefined {
  const first = message.indexOf(0);
  const second = message.indexOf(0, first + 1);
  if (first < 0 || second < 0 || message.includes(0, second + 1)) return undefined;
  const parts = [
    message.subarray(0, first),
    message.subarray(first + 1, second),
    message.subarray(second + 1),
  ] as const;
  if (parts.some((part) => part.length > partBytesMax || !isUtf8(part))) return undefined;
  const [authzId, authcId, password] = parts;
  if (authcId.length === 0 || password.length === 0) return undefined;
  return { authzId: authzId.toString('utf8'), authcId: authcId.toString('utf8'), password };
}
