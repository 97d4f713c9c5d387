import type { Checked } from './findings.js';
import { indexKindNumbers, listKeyLength, parseIndexKey } from './indexes/index-key.js';
import type { BuiltList } from './indexes/index-builder.js';
import {
  chunkIdsMax,
  countOf,
  idsOf,
  inlineIdsMax,
  isLongHead,
  rowOf,
} from './indexes/posting-list.js';
import { buildIndexes } from './reindex.js';
import { pagedRows } from './rows.js';
import { messageOf } from './verify-entries.js';
import { verifyLists } from './verify-lists.js';

/** A list as it lies on disk. */
interface StoredList extends BuiltList {
  /** What is wrong with its rows, whatever it should hold. */
  readonly fault: string | undefined;
}

/** Every row made from the values of entries against the entries as they are. */
export function verifyDerived(checked: Checked): void {
  let expected: ReturnType<typeof buildIndexes>;
  try {
    expected = buildIndexes(checked.shared, checked.view);
  } catch (error) {
    checked.findings.add('index', 'all', `cannot be recomputed: ${messageOf(error)}`);
    return;
  }
  verifyIndexes(checked, expected.builder.lists());
  verifyLists(checked, expected.lists);
}

/** Every index row against every value of every entry, both walked in key order. */
function verifyIndexes(checked: Checked, expected: Iterator<BuiltList>): void {
  const stored = storedLists(checked);
  let want = next(expected);
  let have = next(stored);
  while (want !== undefined || have !== undefined) {
    const order = compare(want, have);
    if (order <= 0 && want !== undefined) {
      if (order < 0) report(checked, want.listKey, `missing, with ${want.ids.length} entries`);
      else compareLists(checked, want, have);
      want = next(expected);
    }
    if (order >= 0 && have !== undefined) {
      if (order > 0) report(checked, have.listKey, 'no entry has this value');
      have = next(stored);
    }
  }
}

function next<T>(iterator: Iterator<T>): T | undefined {
  const step = iterator.next();
  return step.done === true ? undefined : step.value;
}

function compare(want: BuiltList | undefined, have: BuiltList | undefined): number {
  if (want === undefined) return 1;
  if (have === undefined) return -1;
  return Buffer.compare(want.listKey, have.listKey);
}

function compareLists(checked: Checked, want: BuiltList, have: StoredList | undefined): void {
  if (have === undefined) return;
  if (have.fault !== undefined) report(checked, want.listKey, have.fault);
  if (rowOf(want.ids).equals(rowOf(have.ids))) return;
  const there = new Set(have.ids);
  const wanted = new Set(want.ids);
  const missing = want.ids.find((id) => !there.has(id));
  const extra = have.ids.find((id) => !wanted.has(id));
  const problems = [
    missing === undefined ? [] : [`entry ${missing} is missing`],
    extra === undefined ? [] : [`entry ${extra} has no such value`],
  ].flat();
  report(checked, want.listKey, problems.join(', ') || 'ids out of order');
}

function report({ shared, view, findings }: Checked, listKey: Buffer, problem: string): void {
  const { attribute, kind, key } = parseIndexKey(listKey);
  const kindName = Object.entries(indexKindNumbers).find(([, number]) => number === kind)?.[0];
  let name = String(attribute);
  try {
    name = shared.dictionary.at(attribute, view).description;
  } catch {
    // The number alone has to do.
  }
  const value = kind === indexKindNumbers.substring ? key.toString('latin1') : key.toString('utf8');
  findings.add('index', `${name} ${kindName ?? kind} “${value}”`, problem);
}

function* storedLists({ shared, view }: Checked): Generator<StoredList> {
  let list: { key: Buffer; head: Buffer; chunks: { bound: number; row: Buffer }[] } | undefined;
  const range = { ...view, start: Buffer.from([0]) };
  for (const { key, value } of pagedRows(shared.environment.index, range)) {
    const listKey = key.subarray(0, listKeyLength(key));
    if (list?.key.equals(listKey) === true) {
      list.chunks.push({ bound: key.readUInt32BE(key.length - 4), row: value });
      continue;
    }
    if (list !== undefined) yield listOf(list);
    list =
      listKey.length === key.length
        ? { key: listKey, head: value, chunks: [] }
        : { key: listKey, head: Buffer.alloc(0), chunks: [{ bound: 0, row: value }] };
  }
  if (list !== undefined) yield listOf(list);
}

function listOf(list: {
  readonly key: Buffer;
  readonly head: Buffer;
  readonly chunks: readonly { readonly bound: number; readonly row: Buffer }[];
}): StoredList {
  const { key: listKey, head, chunks } = list;
  if (!isLongHead(head)) {
    const fault =
      chunks.length > 0
        ? 'chunks without a head'
        : head.length > inlineIdsMax * 4 || head.length === 0 || head.length % 4 !== 0
          ? `a row of ${head.length} octets`
          : undefined;
    return { listKey, ids: idsOf(head), fault };
  }
  const all = chunks.map(({ row }) => idsOf(row));
  const ids = new Uint32Array(all.reduce((sum, chunk) => sum + chunk.length, 0));
  let end = 0;
  for (const chunk of all) {
    ids.set(chunk, end);
    end += chunk.length;
  }
  const misplaced = chunks.some(
    ({ bound }, at) =>
      (at === 0 && bound !== 0) ||
      (all[at]?.[0] ?? 0) < bound ||
      (all[at]?.at(-1) ?? Infinity) >= (chunks[at + 1]?.bound ?? Infinity) ||
      (all[at]?.length ?? 0) > chunkIdsMax,
  );
  const fault = misplaced
    ? 'a chunk beyond its bounds'
    : countOf(head) !== ids.length
      ? `counts ${countOf(head)} ids and has ${ids.length}`
      : undefined;
  return { listKey, ids, fault };
}
