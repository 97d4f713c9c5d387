import { latest, type Rows } from '../rows.js';
import { CountedList, type ListItem } from './counted-list.js';
import type { ListBuilder, ListSink } from './list-builder.js';
import { compareItems } from './list-node.js';
import { listStart, nodeKey, readHead } from './list-rows.js';
import { ListWriter } from './list-writer.js';

/**
 * Inside a transaction: writes the lists that were gathered, each whole. What a list holds
 * already stays in it.
 */
export function writeLists(rows: Rows<Buffer>, builder: ListBuilder): void {
  const target = {
    put: (key: Buffer, value: Buffer): void => {
      rows.putSync(key, value);
    },
  };
  builder.handOut(({ id }, parentId) => {
    const start = listStart(id, parentId);
    const head = readHead(rows, start, latest);
    const writer = new ListWriter(target, start, head?.nextNode);
    return head ? new MergedList(rows, start, writer) : writer;
  });
}

/** New items among those of a list that is there, which is then written anew. */
class MergedList implements ListSink {
  readonly #rows: Rows<Buffer>;
  readonly #writer: ListWriter;
  readonly #old: Iterator<ListItem>;
  readonly #oldNodes: readonly Buffer[];
  #next: ListItem | undefined;

  constructor(rows: Rows<Buffer>, start: Buffer, writer: ListWriter) {
    this.#rows = rows;
    this.#writer = writer;
    this.#old = new CountedList(rows, start, latest).from(0);
    this.#oldNodes = [
      ...rows.getKeys({ start: nodeKey(start, 1), end: nodeKey(start, 0xffffffff) }),
    ];
    this.#next = this.#following();
  }

  #following(): ListItem | undefined {
    const step = this.#old.next();
    return step.done === true ? undefined : step.value;
  }

  append(key: Buffer, id: number): void {
    while (this.#next && compareItems(this.#next.key, this.#next.id, key, id) < 0) this.#takeOld();
    this.#writer.append(key, id);
  }

  #takeOld(): void {
    if (this.#next) this.#writer.append(this.#next.key, this.#next.id);
    this.#next = this.#following();
  }

  finish(): void {
    while (this.#next) this.#takeOld();
    for (const key of this.#oldNodes) this.#rows.removeSync(key);
    this.#writer.finish();
  }
}
