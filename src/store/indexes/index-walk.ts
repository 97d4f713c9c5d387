import { IdList, noIds, unionOfIds, withoutRepeats } from './id-set.js';
import { listKeyLength, parseIndexKey } from './index-key.js';
import { chunksEnd, idsOf, isLongHead, readIds } from './posting-list.js';
import type { EntryIds, FirstIds, OrderedStep, Postings, ReadingMax } from '../reader.js';
import type { RowRange, Rows, View } from '../rows.js';

/** How many rows a count may read before an upper bound does. */
const countedRowsMax = 4096;

/** All ids of a run of index rows, as one list. */
export function collectRange(
  rows: Rows<Buffer>,
  range: RowRange<Buffer>,
  facts: { readonly exact: boolean; readonly countMax: () => number },
): Postings {
  let ids: EntryIds | undefined;
  let count: number | undefined;
  const steps = function* (): Generator<void, EntryIds> {
    return (ids ??= yield* idsOfRange(rows, range));
  };
  return {
    exact: facts.exact,
    get count() {
      if (ids !== undefined) return ids.length;
      count ??= countRange(rows, range, facts.countMax());
      return count;
    },
    ids() {
      for (const reading = steps(); ids === undefined && reading.next().done !== true;);
      return ids ?? noIds;
    },
    steps,
  };
}

/** Between two pauses; no cursor stays open in one. */
const rowsAtOnce = 2048;

function* idsOfRange(rows: Rows<Buffer>, range: RowRange<Buffer>): Generator<void, EntryIds> {
  const lists: EntryIds[] = [];
  const singles = new IdList();
  for (let from = range; ;) {
    let last: Buffer | undefined;
    let count = 0;
    for (const { key, value } of rows.getRange({ ...from, limit: rowsAtOnce })) {
      if (value.length === 4) singles.push(value.readUInt32LE(0));
      else if (!isLongHead(value)) lists.push(idsOf(value));
      last = key;
      count += 1;
    }
    if (count < rowsAtOnce || last === undefined) break;
    yield;
    from = { ...range, start: last, exclusiveStart: true };
  }
  if (singles.length > 0) lists.push(withoutRepeats(singles.toArray().sort()));
  return lists.length === 0 ? noIds : unionOfIds(lists);
}

/** The ids of a run of index rows, of the first ones in key order. */
export function firstIds(rows: Rows<Buffer>, range: RowRange<Buffer>, most: ReadingMax): FirstIds {
  const lists: EntryIds[] = [];
  let count = 0;
  let left = most.rows;
  for (const { value } of rows.getRange(range)) {
    if (count >= most.ids || left-- === 0) return { ids: unionOfIds(lists), complete: false };
    if (isLongHead(value)) continue;
    lists.push(idsOf(value));
    count += value.length >> 2;
  }
  return { ids: unionOfIds(lists), complete: true };
}

/** Values with several entries count each time: an upper bound of the entries. */
function countRange(rows: Rows<Buffer>, range: RowRange<Buffer>, most: number): number {
  let count = 0;
  let left = countedRowsMax;
  for (const { value } of rows.getRange({ ...range, limit: countedRowsMax })) {
    if (!isLongHead(value)) count += value.length >> 2;
    left -= 1;
  }
  return left === 0 ? most : Math.min(count, most);
}

const pageRows = 64;

/** The lists of one index, a step for each value, the chunks of long ones gathered. */
export function* listsInOrder(
  rows: Rows<Buffer>,
  view: View,
  range: { readonly start: Buffer; readonly end: Buffer; readonly reverse: boolean },
): Generator<OrderedStep> {
  const { reverse } = range;
  const bounds = reverse
    ? { ...view, start: range.end, end: range.start, reverse, limit: pageRows }
    : { ...view, start: range.start, end: range.end, limit: pageRows };
  let from: { start: Buffer; exclusiveStart?: boolean } = { start: bounds.start };
  for (;;) {
    const page = [...rows.getRange({ ...bounds, ...from })];
    let jump: Buffer | undefined;
    for (const { key, value } of page) {
      const listKey = key.subarray(0, listKeyLength(key));
      const isHead = listKey.length === key.length;
      if (isHead && !isLongHead(value)) {
        yield { key: parseIndexKey(listKey).key, ids: idsOf(value) };
        continue;
      }
      yield { key: parseIndexKey(listKey).key, ids: readIds(rows, listKey, view) };
      jump = listKey;
      break;
    }
    const last = page.at(-1);
    if (jump !== undefined) {
      from = reverse ? { start: jump, exclusiveStart: true } : { start: chunksEnd(jump) };
    } else if (last === undefined || page.length < pageRows) return;
    else from = { start: last.key, exclusiveStart: true };
  }
}
