import { hash } from 'node:crypto';

/**
 * Keys of the index: attribute number (2 octets, big-endian), kind, prepared key with the octets
 * 00 and 01 escaped as 01 01 and 01 02, and 00. So keys are in the order of the prepared keys and
 * none is the start of another: the overflow rows of a list hang behind its key undisturbed.
 */
export const indexKindNumbers = {
  equality: 1,
  presence: 2,
  substring: 3,
  approximate: 4,
  /** Written only where the ordering rule prepares values otherwise than the equality rule. */
  ordering: 5,
  /** The substring codes that only folding gives to a value: the others stand under `substring`. */
  approximateSubstring: 6,
  /** Words of `schema/words.ts`. */
  word: 7,
  /** What words may be misspelt as (`spellings.ts`). */
  spelling: 8,
} as const;

export type IndexKindName = keyof typeof indexKindNumbers;

export const preparedBytesMax = 400;
const terminator = 0;
const headerBytes = 3;

/** A prepared key as the index holds it: a long one is cut and followed by its SHA-256. */
export function boundedKey(prepared: Buffer): Buffer {
  if (prepared.length <= preparedBytesMax) return prepared;
  const digest = hash('sha256', prepared, 'buffer');
  return Buffer.concat([prepared.subarray(0, preparedBytesMax), digest]);
}

/** What all keys of one index start with. */
export function indexStart(attribute: number, kind: number): Buffer {
  const start = Buffer.allocUnsafe(headerBytes);
  start.writeUInt16BE(attribute, 0);
  start[2] = kind;
  return start;
}

/** The key of a posting list; `key` is bounded already. */
export function indexKey(attribute: number, kind: number, key: Buffer): Buffer {
  const length = escapedLength(key);
  const listKey = Buffer.allocUnsafe(headerBytes + length + 1);
  listKey.writeUInt16BE(attribute, 0);
  listKey[2] = kind;
  if (length === key.length) listKey.set(key, headerBytes);
  else escapeInto(listKey, headerBytes, key);
  listKey[headerBytes + length] = terminator;
  return listKey;
}

/** What the keys of all values that start with `key` start with. */
export function indexPrefix(attribute: number, kind: number, key: Buffer): Buffer {
  return Buffer.concat([indexStart(attribute, kind), escapeKey(key)]);
}

export function escapeKey(key: Buffer): Buffer {
  const length = escapedLength(key);
  if (length === key.length) return key;
  const escaped = Buffer.allocUnsafe(length);
  escapeInto(escaped, 0, key);
  return escaped;
}

function escapedLength(key: Buffer): number {
  let { length } = key;
  for (let at = 0; at < key.length; at += 1) if ((key[at] ?? 0) <= 1) length += 1;
  return length;
}

function escapeInto(target: Buffer, start: number, key: Buffer): void {
  let at = start;
  for (const octet of key) {
    if (octet <= 1) {
      target[at++] = 1;
      target[at++] = octet + 1;
    } else target[at++] = octet;
  }
}

/** Octets of a row's key up to the terminator: the key of its posting list. */
export function listKeyLength(rowKey: Buffer): number {
  return rowKey.indexOf(0, headerBytes) + 1;
}

/** A posting list's key taken apart; the prepared key with its escapes resolved. */
export function parseIndexKey(listKey: Buffer): {
  readonly attribute: number;
  readonly kind: number;
  readonly key: Buffer;
} {
  const escaped = listKey.subarray(headerBytes, listKeyLength(listKey) - 1);
  const key = Buffer.allocUnsafe(escaped.length);
  let length = 0;
  for (let at = 0; at < escaped.length; at += 1) {
    const octet = escaped[at] ?? 0;
    if (octet === 1) key[length++] = (escaped[++at] ?? 1) - 1;
    else key[length++] = octet;
  }
  return {
    attribute: listKey.readUInt16BE(0),
    kind: listKey[2] ?? 0,
    key: key.subarray(0, length),
  };
}
