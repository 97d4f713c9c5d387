import { NodeEncoder, nodeBytesMax } from './list-node.js';
import { headKey, type ListHead, headRow, nodeKey } from './list-rows.js';

/** Nodes written in bulk have room for what comes after. */
const filledBytes = Math.floor(nodeBytesMax * 0.9);

export interface RowsTaken {
  put(key: Buffer, value: Buffer): void;
}

/** One level of the tree: the node that is being filled. */
interface Level {
  encoder: NodeEncoder;
  count: number;
  /** Of its first item. */
  bound: { readonly key: Buffer; readonly id: number } | undefined;
}

/** Writes a list whose items come in order, each level as its nodes fill. */
export class ListWriter {
  readonly #target: RowsTaken;
  readonly #start: Buffer;
  readonly #levels: Level[] = [];
  #nextNode: number;
  #total = 0;

  /** @param firstNode beyond all nodes that the list has now */
  constructor(target: RowsTaken, start: Buffer, firstNode = 1) {
    this.#target = target;
    this.#start = start;
    this.#nextNode = firstNode;
  }

  /** The key must not change afterwards. */
  append(key: Buffer, id: number): void {
    this.#total += 1;
    this.#add(0, { key, id, count: 1 });
  }

  #add(
    level: number,
    item: { readonly key: Buffer; readonly id: number; readonly count: number },
    child?: number,
  ): void {
    const open = (this.#levels[level] ??= newLevel(level));
    if (open.encoder.length >= filledBytes) this.#close(level);
    open.bound ??= item;
    open.count += item.count;
    open.encoder.add(item.key, item.id, child === undefined ? undefined : { child, ...item });
  }

  /** Writes a level's open node and tells the level above of it. */
  #close(level: number): void {
    const open = this.#levels[level];
    if (!open?.bound) return;
    const number = this.#write(open.encoder);
    const { key, id } = open.bound;
    const { count } = open;
    Object.assign(open, newLevel(level));
    this.#add(level + 1, { key, id, count }, number);
  }

  #write(encoder: NodeEncoder): number {
    const number = this.#nextNode++;
    this.#target.put(nodeKey(this.#start, number), encoder.bytes());
    return number;
  }

  /** Writes what is open and the head. */
  finish(): void {
    let level = 0;
    for (; level < this.#levels.length - 1; level += 1) this.#close(level);
    const top = this.#levels[level];
    if (!top) return;
    const root = this.#write(top.encoder);
    const head: ListHead = { root, nextNode: this.#nextNode, total: this.#total };
    this.#target.put(headKey(this.#start), headRow(head));
  }
}

const newLevel = (level: number): Level => ({
  encoder: new NodeEncoder(level === 0),
  count: 0,
  bound: undefined,
});
