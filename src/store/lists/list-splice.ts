import type { ListItem } from './counted-list.js';

/**
 * Single items put into and taken out of the octets of a node (`list-node.ts`) as they lie. A
 * node holds hundreds of items, and decoding it costs ten times as much as this does.
 */

/** An item in the octets of a node. */
interface Spot {
  /** Where it starts, where its own octets do, and where the item behind it does. */
  readonly start: number;
  readonly ownStart: number;
  readonly end: number;
  readonly shared: number;
  readonly own: number;
}

/** Where an item stands or would stand. */
interface Found {
  /** The first item that is not ahead of it; undefined: all are. */
  readonly at: Spot | undefined;
  readonly isThere: boolean;
  /** Octets of its key that the item ahead has as well. */
  readonly matched: number;
  /** The last item ahead of it. */
  readonly ahead: Spot | undefined;
  /** How far the key of `at` goes along with it. */
  readonly matchedAt: number;
}

const idBytes = 4;
const belowBytes = 8;

function spotAt(row: Buffer, start: number): Spot {
  let at = start;
  let shared = row[at++] ?? 0;
  if (shared > 0x7f) shared = (shared & 0x7f) | ((row[at++] ?? 0) << 7);
  let own = row[at++] ?? 0;
  if (own > 0x7f) own = (own & 0x7f) | ((row[at++] ?? 0) << 7);
  const end = at + own + idBytes + (row[0] === 0 ? 0 : belowBytes);
  return { start, ownStart: at, end, shared, own };
}

const idAt = (row: Buffer, { ownStart, own }: Spot): number => row.readUInt32LE(ownStart + own);

/**
 * Walks the items up to a place. What an item shares with the one before tells mostly how it
 * stands to the one sought: sharing more than the one before matched, it is ahead as that one
 * was; sharing less, it has gone past.
 */
function find(row: Buffer, { key, id }: ListItem): Found {
  let matched = 0;
  let ahead: Spot | undefined;
  let next = 1;
  while (next < row.length) {
    const at = spotAt(row, next);
    next = at.end;
    if (at.shared > matched) {
      ahead = at;
      continue;
    }
    let matchedAt = at.shared;
    if (at.shared === matched) {
      const length = at.shared + at.own;
      const most = Math.min(length, key.length);
      while (matchedAt < most && row[at.ownStart + matchedAt - at.shared] === key[matchedAt]) {
        matchedAt += 1;
      }
      const order =
        matchedAt < most
          ? (row[at.ownStart + matchedAt - at.shared] ?? 0) - (key[matchedAt] ?? 0)
          : length - key.length || idAt(row, at) - id;
      if (order < 0) {
        matched = matchedAt;
        ahead = at;
        continue;
      }
      if (order === 0) return { at, isThere: true, matched, ahead, matchedAt };
    }
    return { at, isThere: false, matched, ahead, matchedAt };
  }
  return { at: undefined, isThere: false, matched, ahead, matchedAt: 0 };
}

/** The octets of a leaf with one more item; undefined when it was there. */
export function splicedIn(row: Buffer, item: ListItem): Buffer | undefined {
  const { at, isThere, matched, matchedAt } = find(row, item);
  if (isThere) return undefined;
  const added = itemBytes(matched, item.key.subarray(matched), item.id);
  if (!at) return Buffer.concat([row, added]);
  // What the one behind shares with the new item it needs no more, and no less.
  const own = [
    ...(at.shared > matchedAt ? [item.key.subarray(matchedAt, at.shared)] : []),
    row.subarray(at.ownStart + Math.max(0, matchedAt - at.shared), at.ownStart + at.own),
  ];
  const behind = itemBytes(matchedAt, Buffer.concat(own), idAt(row, at));
  return Buffer.concat([row.subarray(0, at.start), added, behind, row.subarray(at.end)]);
}

/** The octets of a leaf with one item less; undefined when it was not there. */
export function splicedOut(row: Buffer, item: ListItem): Buffer | undefined {
  const { at, isThere } = find(row, item);
  if (!isThere || !at) return undefined;
  const head = row.subarray(0, at.start);
  if (at.end === row.length) return head;
  const behind = spotAt(row, at.end);
  // Of what the one behind shared with this one, it shares with the one ahead what this one did.
  const lost = Math.max(0, behind.shared - at.shared);
  const own = Buffer.concat([
    row.subarray(at.ownStart, at.ownStart + lost),
    row.subarray(behind.ownStart, behind.ownStart + behind.own),
  ]);
  const kept = itemBytes(behind.shared - lost, own, idAt(row, behind));
  return Buffer.concat([head, kept, row.subarray(behind.end)]);
}

/** In a branch, the child whose items are about an item, and where their count stands. */
export function childIn(
  row: Buffer,
  item: ListItem,
): { readonly child: number; readonly countAt: number } {
  const { at, isThere, ahead } = find(row, item);
  const spot = (isThere ? at : ahead) ?? spotAt(row, 1);
  const below = spot.end - belowBytes;
  return { child: row.readUInt32LE(below), countAt: below + 4 };
}

function itemBytes(shared: number, own: Buffer, id: number): Buffer {
  const bytes = Buffer.allocUnsafe(own.length + 8);
  let at = putVarint(bytes, 0, shared);
  at = putVarint(bytes, at, own.length);
  own.copy(bytes, at);
  at = bytes.writeUInt32LE(id, at + own.length);
  return bytes.subarray(0, at);
}

function putVarint(bytes: Buffer, at: number, value: number): number {
  if (value <= 0x7f) {
    bytes[at] = value;
    return at + 1;
  }
  bytes[at] = 0x80 | (value & 0x7f);
  bytes[at + 1] = value >>> 7;
  return at + 2;
}
