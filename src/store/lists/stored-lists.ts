import type { KeptList, KeptOrder, ListReader, OrderedList } from '../reader.js';
import type { Rows, View } from '../rows.js';
import { CountedList } from './counted-list.js';
import { type ListPlan, sortKey } from './list-plan.js';
import { headKey, listIdBytes, listStart } from './list-rows.js';

/** The lists as they are on disk. */
export class StoredLists implements ListReader {
  readonly #rows: Rows<Buffer>;
  readonly #view: View;
  readonly #plan: ListPlan;

  constructor(rows: Rows<Buffer>, view: View, plan: ListPlan) {
    this.#rows = rows;
    this.#view = view;
    this.#plan = plan;
  }

  kept(key: string, asked?: KeptOrder): KeptList | undefined {
    const list = this.#plan.lists.find(
      ({ definition, order }) =>
        definition.key === key &&
        (!asked || (order.indexed.name === asked.attribute && order.prepare === asked.prepare)),
    );
    return (
      list && {
        below: (parentId) => this.#below(list.id, parentId),
        parents: (max) => this.#parents(list.id, max),
      }
    );
  }

  #below(listId: Buffer, parentId: number): OrderedList {
    const list = new CountedList(this.#rows, listStart(listId, parentId), this.#view);
    return {
      total: list.total,
      rankOf: (value, id) => list.rankOf(sortKey(value), id),
      *from(rank) {
        for (const { key, id } of list.from(rank)) {
          yield { id, value: key[0] === 0 ? key.subarray(1) : undefined };
        }
      },
    };
  }

  /** Heads stand first among the rows of each parent: one look for each. */
  #parents(listId: Buffer, max: number): number[] | undefined {
    const parents: number[] = [];
    const end = Buffer.concat([listId, Buffer.alloc(9, 0xff)]);
    for (let next = 0; ;) {
      const start = headKey(listStart(listId, next));
      const [found] = [...this.#rows.getKeys({ ...this.#view, start, end, limit: 1 })];
      if (found === undefined) return parents;
      const parentId = found.readUInt32BE(listIdBytes);
      if (parents.push(parentId) > max) return undefined;
      next = parentId + 1;
    }
  }
}
