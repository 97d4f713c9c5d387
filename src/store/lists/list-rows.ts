import type { Rows, View } from '../rows.js';
import { decodeNode, encodeNode, type ListNode } from './list-node.js';

/**
 * Counted lists: the entries below one parent that a filter finds, in one order, as a B+ tree of
 * rows whose branches count what is below each child. So the entry at a rank, the rank of an
 * entry and the number of all take one row for each level: three at a million entries.
 *
 *     list (8 octets), parent id, 0     → root (u32), next node (u32), items (u32)
 *     list (8 octets), parent id, node  → `list-node.ts`
 *
 * Ids in keys are big-endian. `list-plan.ts` says what the eight octets stand for.
 */
export interface ListHead {
  readonly root: number;
  readonly nextNode: number;
  readonly total: number;
}

export const listIdBytes = 8;

/** Which list: what all keys of its rows start with. */
export function listStart(listId: Buffer, parentId: number): Buffer {
  const start = Buffer.allocUnsafe(listIdBytes + 4);
  listId.copy(start);
  start.writeUInt32BE(parentId, listIdBytes);
  return start;
}

export function nodeKey(start: Buffer, node: number): Buffer {
  const key = Buffer.allocUnsafe(start.length + 4);
  start.copy(key);
  key.writeUInt32BE(node, start.length);
  return key;
}

export const headKey = (start: Buffer): Buffer => nodeKey(start, 0);

export function readHead(rows: Rows<Buffer>, start: Buffer, view: View): ListHead | undefined {
  const row = rows.getBinaryFast(headKey(start), view);
  return row && headOf(row);
}

export const headOf = (row: Buffer): ListHead => ({
  root: row.readUInt32LE(0),
  nextNode: row.readUInt32LE(4),
  total: row.readUInt32LE(8),
});

export function headRow({ root, nextNode, total }: ListHead): Buffer {
  const row = Buffer.allocUnsafe(12);
  row.writeUInt32LE(root, 0);
  row.writeUInt32LE(nextNode, 4);
  row.writeUInt32LE(total, 8);
  return row;
}

export function writeHead(rows: Rows<Buffer>, start: Buffer, head: ListHead): void {
  rows.putSync(headKey(start), headRow(head));
}

/** @throws Error where a row is missing or torn: the store is damaged */
export function readNode(
  rows: Rows<Buffer>,
  start: Buffer,
  at: View & { readonly node: number },
): ListNode {
  const row = rows.getBinaryFast(nodeKey(start, at.node), at);
  if (row === undefined) throw new Error(`node ${at.node} of a list is missing`);
  // LMDB's reused buffer only claims this length.
  return decodeNode(row.subarray(0, row.length));
}

export function writeNode(rows: Rows<Buffer>, start: Buffer, number: number, node: ListNode): void {
  rows.putSync(nodeKey(start, number), encodeNode(node));
}
