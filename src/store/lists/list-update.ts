import { latest, type Rows } from '../rows.js';
import {
  childAt,
  countBelow,
  emptyLeaf,
  encodeNode,
  type ListNode,
  nodeBytesMax,
  placeIn,
} from './list-node.js';
import {
  headKey,
  type ListHead,
  nodeKey,
  readHead,
  readNode,
  writeHead,
  writeNode,
} from './list-rows.js';
import type { ListItem } from './counted-list.js';
import { childIn, splicedIn, splicedOut } from './list-splice.js';

/** A node below this many octets joins a neighbour where both fit well. */
const mergeBelowBytes = nodeBytesMax / 4;
const mergedBytesMax = (nodeBytesMax / 4) * 3;

/** A list that is written to, inside a write. */
interface WrittenList {
  readonly rows: Rows<Buffer>;
  readonly start: Buffer;
  nextNode: number;
}

/** A node on the way from the root to a leaf, and the child that the way goes on to. */
interface Step {
  readonly number: number;
  readonly node: ListNode;
  readonly at: number;
}

/** Puts an item into a list inside a write; false when it was there. */
export function insertItem(rows: Rows<Buffer>, start: Buffer, { key, id }: ListItem): boolean {
  const head = readHead(rows, start, latest);
  if (head === undefined) {
    writeNode(rows, start, 1, { ...emptyLeaf(), keys: [key], ids: [id] });
    writeHead(rows, start, { root: 1, nextNode: 2, total: 1 });
    return true;
  }
  const spliced = splice(rows, start, head, { item: { key, id }, by: 1 });
  if (spliced !== undefined) return spliced;
  const list: WrittenList = { rows, start, nextNode: head.nextNode };
  const path = pathTo(list, head.root, { key, id });
  const leaf = path.pop();
  if (leaf === undefined) throw new Error('a list without a root');
  const place = placeIn(leaf.node, key, id);
  if (isAt(leaf.node, place, { key, id })) return false;
  leaf.node.keys.splice(place, 0, key);
  leaf.node.ids.splice(place, 0, id);
  const root = growUp(list, path, { leaf, root: head.root, atEnd: place });
  writeHead(rows, start, { root, nextNode: list.nextNode, total: head.total + 1 });
  return true;
}

/** Takes an item out of a list inside a write; false when it was not there. */
export function removeItem(rows: Rows<Buffer>, start: Buffer, { key, id }: ListItem): boolean {
  const head = readHead(rows, start, latest);
  if (head === undefined) return false;
  const spliced = splice(rows, start, head, { item: { key, id }, by: -1 });
  if (spliced !== undefined) return spliced;
  const list: WrittenList = { rows, start, nextNode: head.nextNode };
  const path = pathTo(list, head.root, { key, id });
  const leaf = path.pop();
  const place = leaf ? placeIn(leaf.node, key, id) : 0;
  if (leaf === undefined || !isAt(leaf.node, place, { key, id })) return false;
  leaf.node.keys.splice(place, 1);
  leaf.node.ids.splice(place, 1);
  if (head.total === 1) {
    removeNodes(list, [...path, leaf]);
    rows.removeSync(headKey(start));
    return true;
  }
  const root = shrinkUp(list, path, leaf, head.root);
  writeHead(rows, start, { root, nextNode: list.nextNode, total: head.total - 1 });
  return true;
}

/**
 * Puts one item in or takes it out where no node is to be split or joined, which is nearly always.
 *
 * @returns whether the list has changed; undefined: it must be done the long way
 */
function splice(
  rows: Rows<Buffer>,
  start: Buffer,
  head: ListHead,
  { item, by }: { readonly item: ListItem; readonly by: 1 | -1 },
): boolean | undefined {
  const branches: { readonly key: Buffer; readonly row: Buffer; readonly countAt: number }[] = [];
  for (let number = head.root; ;) {
    const key = nodeKey(start, number);
    const row = rows.getBinary(key);
    if (row === undefined) throw new Error(`node ${number} of a list is missing`);
    if (row[0] === 0) {
      const changed = by === 1 ? splicedIn(row, item) : splicedOut(row, item);
      if (changed === undefined) return false;
      const isFit = by === 1 ? changed.length <= nodeBytesMax : changed.length >= mergeBelowBytes;
      if (!isFit) return undefined;
      rows.putSync(key, changed);
      break;
    }
    const { child, countAt } = childIn(row, item);
    branches.push({ key, row, countAt });
    number = child;
  }
  for (const { key, row, countAt } of branches) {
    row.writeUInt32LE(row.readUInt32LE(countAt) + by, countAt);
    rows.putSync(key, row);
  }
  writeHead(rows, start, { ...head, total: head.total + by });
  return true;
}

function pathTo(list: WrittenList, root: number, { key, id }: ListItem): Step[] {
  const path: Step[] = [];
  for (let number = root; ;) {
    const node = readNode(list.rows, list.start, { ...latest, node: number });
    const at = node.isLeaf ? 0 : childAt(node, key, id);
    path.push({ number, node, at });
    if (node.isLeaf) return path;
    number = node.children[at] ?? 0;
  }
}

const isAt = ({ keys, ids }: ListNode, place: number, { key, id }: ListItem): boolean =>
  ids[place] === id && keys[place]?.equals(key) === true;

/** Writes a leaf that has grown and the branches above it, split where they must. */
function growUp(
  list: WrittenList,
  path: Step[],
  grown: { readonly leaf: Step; readonly root: number; readonly atEnd: number },
): number {
  let below = writeGrown(list, grown.leaf, grown.atEnd);
  for (let step = path.pop(); step !== undefined; step = path.pop()) {
    const { node, at } = step;
    node.counts[at] = below.count;
    const { split } = below;
    if (split) {
      node.keys.splice(at + 1, 0, split.key);
      node.ids.splice(at + 1, 0, split.id);
      node.children.splice(at + 1, 0, split.child);
      node.counts.splice(at + 1, 0, split.count);
    }
    below = writeGrown(list, step, at + 1);
  }
  const { split, count } = below;
  if (!split) return grown.root;
  const root = list.nextNode++;
  writeNode(list.rows, list.start, root, {
    isLeaf: false,
    keys: [Buffer.alloc(0), split.key],
    ids: [0, split.id],
    children: [grown.root, split.child],
    counts: [count, split.count],
  });
  return root;
}

interface Grown {
  readonly count: number;
  readonly split?: ListItem & { readonly child: number; readonly count: number };
}

/** @param grownAt where the node has a new item: at its end, full nodes are left behind */
function writeGrown(list: WrittenList, { number, node }: Step, grownAt: number): Grown {
  const { rows, start } = list;
  const bytes = encodeNode(node);
  if (bytes.length <= nodeBytesMax) {
    rows.putSync(nodeKey(start, number), bytes);
    return { count: countBelow(node) };
  }
  const { length } = node.keys;
  const middle = grownAt === length - 1 ? length - 1 : length >> 1;
  const right = partOf(node, middle, length);
  const left = partOf(node, 0, middle);
  const child = list.nextNode++;
  writeNode(rows, start, number, left);
  writeNode(rows, start, child, right);
  const [key, id] = [right.keys[0] ?? Buffer.alloc(0), right.ids[0] ?? 0];
  return { count: countBelow(left), split: { key, id, child, count: countBelow(right) } };
}

const partOf = (node: ListNode, from: number, to: number): ListNode => ({
  isLeaf: node.isLeaf,
  keys: node.keys.slice(from, to),
  ids: node.ids.slice(from, to),
  children: node.children.slice(from, to),
  counts: node.counts.slice(from, to),
});

/** Writes a leaf that has shrunk and the branches above it, joined where they can be. */
function shrinkUp(list: WrittenList, path: Step[], leaf: Step, root: number): number {
  const { rows, start } = list;
  let below = leaf;
  for (let step = path.pop(); step !== undefined; step = path.pop()) {
    const { node, at } = step;
    const bytes = encodeNode(below.node);
    if (below.node.keys.length === 0) {
      removeNodes(list, [below]);
      removeChild(node, at);
    } else {
      rows.putSync(nodeKey(start, below.number), bytes);
      node.counts[at] = countBelow(below.node);
      if (bytes.length < mergeBelowBytes) joinChild(list, node, at);
    }
    below = step;
  }
  const [only, ...more] = below.node.children;
  if (only !== undefined && more.length === 0) {
    removeNodes(list, [below]);
    return only;
  }
  writeNode(rows, start, below.number, below.node);
  return root;
}

/** Joins a small child with the one behind it or, at the end, the one ahead of it. */
function joinChild(list: WrittenList, node: ListNode, at: number): void {
  const left = at + 1 < node.children.length ? at : at - 1;
  const [first, second] = [node.children[left], node.children[left + 1]];
  if (first === undefined || second === undefined) return;
  const read = (number: number): ListNode =>
    readNode(list.rows, list.start, { ...latest, node: number });
  const ahead = read(first);
  const behind = read(second);
  // The first bound of a branch is not read where it stands, but it is once it stands elsewhere.
  if (!behind.isLeaf) {
    behind.keys[0] = node.keys[left + 1] ?? Buffer.alloc(0);
    behind.ids[0] = node.ids[left + 1] ?? 0;
  }
  const joined: ListNode = {
    isLeaf: ahead.isLeaf,
    keys: [...ahead.keys, ...behind.keys],
    ids: [...ahead.ids, ...behind.ids],
    children: [...ahead.children, ...behind.children],
    counts: [...ahead.counts, ...behind.counts],
  };
  const bytes = encodeNode(joined);
  if (bytes.length > mergedBytesMax) return;
  list.rows.putSync(nodeKey(list.start, first), bytes);
  list.rows.removeSync(nodeKey(list.start, second));
  node.counts[left] = countBelow(joined);
  removeChild(node, left + 1);
}

function removeChild(node: ListNode, at: number): void {
  for (const column of [node.keys, node.ids, node.children, node.counts]) column.splice(at, 1);
}

function removeNodes({ rows, start }: WrittenList, steps: readonly Step[]): void {
  for (const { number } of steps) rows.removeSync(nodeKey(start, number));
}
