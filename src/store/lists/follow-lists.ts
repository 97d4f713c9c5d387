import type { IndexedValues } from '../indexes/index-update.js';
import type { Rows } from '../rows.js';
import { leastValue, type ListPlan, sortKey, type SortOrder } from './list-plan.js';
import { listStart } from './list-rows.js';
import { insertItem, removeItem } from './list-update.js';

/** Where an entry hangs and what it holds, before or after a write; undefined: it is not there. */
export type ListedEntry = { readonly parentId: number; readonly values: IndexedValues } | undefined;

interface Place {
  readonly start: Buffer;
  readonly key: Buffer;
}

/** Brings the lists of an entry from one state to another inside a write. */
export function followLists(
  rows: Rows<Buffer>,
  plan: ListPlan,
  change: {
    readonly id: number;
    readonly before: ListedEntry;
    readonly after: ListedEntry;
  },
): void {
  const { id, before, after } = change;
  const was = placesOf(plan, before);
  const is = placesOf(plan, after);
  for (const [name, { start, key }] of was) {
    const stays = is.get(name)?.key.equals(key) === true;
    if (!stays) removeItem(rows, start, { key, id });
  }
  for (const [name, { start, key }] of is) {
    const stayed = was.get(name)?.key.equals(key) === true;
    if (!stayed) insertItem(rows, start, { key, id });
  }
}

/** The places of an entry, by the list and the parent. */
function placesOf(plan: ListPlan, entry: ListedEntry): Map<string, Place> {
  const places = new Map<string, Place>();
  if (!entry) return places;
  const keys = new Map<SortOrder, Buffer>();
  for (const { id, order } of plan.listsOf(entry.values)) {
    const key = keys.get(order) ?? sortKey(leastValue(order, entry.values));
    keys.set(order, key);
    const start = listStart(id, entry.parentId);
    places.set(start.toString('latin1'), { start, key });
  }
  return places;
}
