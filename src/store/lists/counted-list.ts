import type { Rows, View } from '../rows.js';
import { childAt, type ListNode, placeIn } from './list-node.js';
import { type ListHead, readHead, readNode } from './list-rows.js';

export interface ListItem {
  readonly key: Buffer;
  readonly id: number;
}

/** One list as it is in a view, its nodes read as they are needed and remembered. */
export class CountedList {
  readonly #rows: Rows<Buffer>;
  readonly #start: Buffer;
  readonly #view: View;
  readonly #head: ListHead | undefined;
  readonly #nodes = new Map<number, ListNode>();

  constructor(rows: Rows<Buffer>, start: Buffer, view: View) {
    this.#rows = rows;
    this.#start = start;
    this.#view = view;
    this.#head = readHead(rows, start, view);
  }

  get total(): number {
    return this.#head?.total ?? 0;
  }

  #node(node: number): ListNode {
    let known = this.#nodes.get(node);
    if (known === undefined) {
      known = readNode(this.#rows, this.#start, { ...this.#view, node });
      if (this.#nodes.size >= nodesMax) this.#nodes.clear();
      this.#nodes.set(node, known);
    }
    return known;
  }

  /** How many items are ahead of one, which need not be there. */
  rankOf(key: Buffer, id: number): number {
    if (!this.#head) return 0;
    let rank = 0;
    let node = this.#node(this.#head.root);
    while (!node.isLeaf) {
      const at = childAt(node, key, id);
      for (let before = 0; before < at; before += 1) rank += node.counts[before] ?? 0;
      node = this.#node(node.children[at] ?? 0);
    }
    return rank + placeIn(node, key, id);
  }

  /** The items from a rank on, in order. */
  *from(rank: number): Generator<ListItem> {
    if (!this.#head || rank >= this.total) return;
    const open: { readonly node: ListNode; at: number }[] = [];
    let left = rank;
    const descend = (number: number): void => {
      let node = this.#node(number);
      while (!node.isLeaf) {
        let at = 0;
        while (at < node.counts.length - 1 && left >= (node.counts[at] ?? 0)) {
          left -= node.counts[at] ?? 0;
          at += 1;
        }
        open.push({ node, at });
        node = this.#node(node.children[at] ?? 0);
      }
      open.push({ node, at: left });
      left = 0;
    };
    descend(this.#head.root);
    for (let top = open.at(-1); top !== undefined; top = open.at(-1)) {
      const { node } = top;
      if (node.isLeaf) {
        for (; top.at < node.keys.length; top.at += 1) {
          yield { key: node.keys[top.at] ?? noKey, id: node.ids[top.at] ?? 0 };
        }
        open.pop();
      } else {
        top.at += 1;
        const child = node.children[top.at];
        if (child === undefined) open.pop();
        else descend(child);
      }
    }
  }
}

/** A window is in a few leaves; a walk through all leaves them behind. */
const nodesMax = 64;
const noKey = Buffer.alloc(0);
