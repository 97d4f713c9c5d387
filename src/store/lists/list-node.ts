/**
 * A node of a counted list, as it lies in one row:
 *
 *     leaf    00, items
 *     branch  01, items each followed by: child (u32), items below it (u32)
 *     item    octets shared with the key before (varint), octets of its own (varint), those
 *             octets, entry id (u32)
 *
 * All numbers little-endian. An item stands for an entry by its sort key and, among equal keys,
 * its id; in a branch it is the lower bound of the child, which for the first child is not read.
 */
export interface ListNode {
  readonly isLeaf: boolean;
  readonly keys: Buffer[];
  readonly ids: number[];
  /** Of a branch; empty in a leaf. */
  readonly children: number[];
  readonly counts: number[];
}

/** One page of overflow in LMDB. */
export const nodeBytesMax = 4_064;

export const emptyLeaf = (): ListNode => ({
  isLeaf: true,
  keys: [],
  ids: [],
  children: [],
  counts: [],
});

/** Where an item would stand: the number of items ahead of it. */
export function placeIn({ keys, ids }: ListNode, key: Buffer, id: number): number {
  let low = 0;
  let high = keys.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (compareItems(keys[middle] ?? noKey, ids[middle] ?? 0, key, id) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The child whose items are about an item. */
export function childAt(node: ListNode, key: Buffer, id: number): number {
  const place = placeIn(node, key, id);
  const isBound =
    place < node.keys.length && node.ids[place] === id && node.keys[place]?.equals(key) === true;
  return Math.max(0, isBound ? place : place - 1);
}

export function compareItems(aKey: Buffer, aId: number, bKey: Buffer, bId: number): number {
  return aKey === bKey ? aId - bId : aKey.compare(bKey) || aId - bId;
}

/** Items below a node. */
export const countBelow = ({ isLeaf, keys, counts }: ListNode): number =>
  isLeaf ? keys.length : counts.reduce((sum, count) => sum + count, 0);

const noKey = Buffer.alloc(0);

/** Takes items in order and makes the octets of a node of them. */
export class NodeEncoder {
  #octets: Buffer;
  #length = 1;
  #last: Buffer = noKey;

  constructor(isLeaf: boolean, room = 64) {
    this.#octets = Buffer.allocUnsafe(room);
    this.#octets[0] = isLeaf ? 0 : 1;
  }

  get length(): number {
    return this.#length;
  }

  /** A branch gives the child and what is below it. */
  add(key: Buffer, id: number, below?: { readonly child: number; readonly count: number }): void {
    const shared = sharedBytes(this.#last, key);
    const own = key.length - shared;
    this.#reserve(own + 18);
    this.#varint(shared);
    this.#varint(own);
    key.copy(this.#octets, this.#length, shared);
    this.#length += own;
    this.#number(id);
    if (below) {
      this.#number(below.child);
      this.#number(below.count);
    }
    this.#last = key;
  }

  #reserve(bytes: number): void {
    if (this.#length + bytes <= this.#octets.length) return;
    const wider = Buffer.allocUnsafe(2 * this.#octets.length + bytes);
    this.#octets.copy(wider, 0, 0, this.#length);
    this.#octets = wider;
  }

  #varint(value: number): void {
    let rest = value;
    while (rest > 0x7f) {
      this.#octets[this.#length++] = 0x80 | (rest & 0x7f);
      rest >>>= 7;
    }
    this.#octets[this.#length++] = rest;
  }

  #number(value: number): void {
    this.#octets.writeUInt32LE(value, this.#length);
    this.#length += 4;
  }

  /** The octets; the encoder is done with. */
  bytes(): Buffer {
    return this.#octets.subarray(0, this.#length);
  }
}

function sharedBytes(a: Buffer, b: Buffer): number {
  if (a === b) return a.length;
  const most = Math.min(a.length, b.length);
  let shared = 0;
  while (shared < most && a[shared] === b[shared]) shared += 1;
  return shared;
}

export function encodeNode(node: ListNode): Buffer {
  const encoder = new NodeEncoder(node.isLeaf, 2_048);
  node.keys.forEach((key, at) => {
    const below = { child: node.children[at] ?? 0, count: node.counts[at] ?? 0 };
    encoder.add(key, node.ids[at] ?? 0, node.isLeaf ? undefined : below);
  });
  return encoder.bytes();
}

/** @throws Error of octets that are no node */
export function decodeNode(row: Buffer): ListNode {
  const isLeaf = row[0] === 0;
  const node: ListNode = { isLeaf, keys: [], ids: [], children: [], counts: [] };
  let at = 1;
  const varint = (): number => {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const octet = row[at++] ?? 0;
      value |= (octet & 0x7f) << shift;
      if (octet < 0x80) return value;
    }
  };
  const number = (): number => {
    at += 4;
    return row.readUInt32LE(at - 4);
  };
  let last: Buffer = noKey;
  const { length } = row;
  while (at < length) {
    const shared = varint();
    const own = varint();
    if (shared > last.length || at + own > length) throw new Error('a torn list node');
    // Homonyms are one object: comparing them costs nothing.
    if (own > 0 || shared < last.length) {
      const key = Buffer.allocUnsafe(shared + own);
      last.copy(key, 0, 0, shared);
      row.copy(key, shared, at, at + own);
      last = key;
    }
    at += own;
    node.keys.push(last);
    node.ids.push(number());
    if (isLeaf) continue;
    node.children.push(number());
    node.counts.push(number());
  }
  return node;
}
