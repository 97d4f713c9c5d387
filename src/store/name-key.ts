import { hash } from 'node:crypto';

/**
 * Keys of `dn2id`: the parent's id (4 octets, big-endian) and the RDN key in UTF-8, so that the
 * children of an entry are one run of rows in RDN order and moving an entry moves its subtree.
 * A long RDN is cut and its digest added after an octet that UTF-8 does not have.
 */
const rdnBytesMax = 480;
const keptBytes = 400;
const cutMark = Buffer.from([0xff]);

/** The RDN key of the suffix entry (parent 0) is the whole suffix. */
export function nameKey(parentId: number, rdnKey: string): Buffer {
  const length = Buffer.byteLength(rdnKey);
  if (length > rdnBytesMax) return longNameKey(parentId, rdnKey);
  const key = Buffer.allocUnsafe(4 + length);
  key.writeUInt32BE(parentId, 0);
  key.write(rdnKey, 4, 'utf8');
  return key;
}

function longNameKey(parentId: number, rdnKey: string): Buffer {
  const rdn = Buffer.from(rdnKey);
  const digest = hash('sha256', rdn, 'buffer');
  return Buffer.concat([childrenStart(parentId), rdn.subarray(0, keptBytes), cutMark, digest]);
}

/** Before the first child of an entry. */
export function childrenStart(parentId: number): Buffer {
  const key = Buffer.allocUnsafe(4);
  key.writeUInt32BE(parentId, 0);
  return key;
}

/** After the last child of an entry. */
export function childrenEnd(parentId: number): Buffer {
  return childrenStart(parentId + 1);
}

export function idValue(id: number): Buffer {
  const value = Buffer.allocUnsafe(4);
  value.writeUInt32LE(id, 0);
  return value;
}
