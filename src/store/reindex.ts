import type { DnKey } from '../schema/definitions.js';
import type { Schema } from '../schema/schema.js';
import { dataFile, openEnvironment } from './environment.js';
import { checkFormat, type Format, formatVersion, StoreError, writeFormat } from './format.js';
import { IndexBuilder } from './indexes/index-builder.js';
import { changedAttributes, type IndexedAttribute } from './indexes/index-plan.js';
import { valuesByIndex } from './indexes/index-update.js';
import { writeList } from './indexes/posting-update.js';
import { hasLarge, largeOf, parentOf, shapeOf } from './entry-record.js';
import { ListBuilder } from './lists/list-builder.js';
import { writeLists } from './lists/write-lists.js';
import { staleLists } from './lists/stale-lists.js';
import { keptText } from './kept-text.js';
import { latest, pagedIds, type View } from './rows.js';
import { rekeyValues } from './rekey-values.js';
import { renewRecords } from './older-records.js';
import { type SharedState, sharedStateOf } from './shared-state.js';
import { type IndexableValues, storedValues } from './stored-values.js';
import { StoredLargeValues } from './value-rows.js';
import { lockWriter } from './writer-lock.js';

/**
 * Makes all index rows of an offline store anew, by the schema given.
 *
 * @returns how many entries were read
 * @throws StoreError
 */
export async function reindexStore(options: {
  readonly path: string;
  readonly schema: Schema;
  readonly suffix: DnKey;
}): Promise<{ readonly entries: number }> {
  const lock = lockWriter(options.path);
  try {
    const environment = openEnvironment(dataFile(options.path));
    try {
      if (checkFormat(environment, options.suffix.text) === undefined) {
        throw new StoreError('STORE_MISSING', `no store in ${options.path}`);
      }
      const shared = sharedStateOf(environment, options.schema, options.suffix);
      const entries = environment.root.transactionSync(() => {
        const indexes = keptText(shared);
        renewRecords(shared);
        writeFormat(environment, { version: formatVersion, suffix: options.suffix.text, indexes });
        return rebuildIndexes(shared);
      });
      return { entries };
    } finally {
      await environment.root.close();
    }
  } finally {
    lock.release();
  }
}

/** Inside a transaction: drops every index row and writes those of the entries. */
export function rebuildIndexes(shared: SharedState): number {
  const { index, lists } = shared.environment;
  rekeyValues(shared);
  clearRows(index);
  clearRows(lists);
  const { builder, lists: listed, entries } = buildIndexes(shared, latest);
  for (const { listKey, ids } of builder.lists()) {
    writeList(listKey, ids, (key, value) => {
      if (!index.putSync(key, value, { append: true })) throw new Error('index keys out of order');
    });
  }
  writeLists(lists, listed);
  return entries;
}

/** Row by row: dropping a whole database has made LMDB fail on the next opening. */
function clearRows(rows: SharedState['environment']['index']): void {
  for (;;) {
    const keys = [...rows.getKeys({ start: Buffer.from([0]), limit: 4096 })];
    if (keys.length === 0) return;
    for (const key of keys) rows.removeSync(key);
  }
}

/** What the index rows and the lists of all entries should be. */
export function buildIndexes(
  shared: SharedState,
  view: View,
): { readonly builder: IndexBuilder; readonly lists: ListBuilder; readonly entries: number } {
  const { environment, dictionary } = shared;
  const numberOf = ({ type }: IndexedAttribute): number => {
    const known = dictionary.named(type.name.toLowerCase(), view);
    // Where only `cn;lang-fr` was ever there, `cn` has no number before something is written.
    return known?.number ?? dictionary.number(type.name, view).number;
  };
  const builder = new IndexBuilder(numberOf);
  const lists = new ListBuilder(shared.listPlan, builder);
  let entries = 0;
  for (const id of pagedIds(environment.entries, 1, view)) {
    const record = environment.entries.getBinary(id, view);
    if (record === undefined) continue;
    entries += 1;
    const inRecord = storedValues(record, shared.shapes.at(shapeOf(record), view), isIndexed);
    const values = hasLarge(record)
      ? [...inRecord, ...largeIndexed(shared, view, { id, record })]
      : inRecord;
    const indexed = valuesByIndex(values);
    builder.add(id, indexed);
    lists.add(id, parentOf(record), indexed);
  }
  return { builder, lists, entries };
}

/** The large attributes of an entry that an index is on. */
function largeIndexed(
  { environment, dictionary }: SharedState,
  view: View,
  { id, record }: { readonly id: number; readonly record: Buffer },
): IndexableValues[] {
  return largeOf(record).flatMap((count) => {
    const known = dictionary.at(count.number, view);
    if (!isIndexed(known)) return [];
    const stored = new StoredLargeValues(environment.values, view, { id, ...count });
    return [{ known, values: [...stored.read()] }];
  });
}

function isIndexed({ indexed }: { readonly indexed: IndexedAttribute | undefined }): boolean {
  return indexed !== undefined;
}

/** Which attributes and lists have rows of another schema, and whether the stored plan is old. */
export function attributesToReindex(
  shared: SharedState,
  format: Format,
): { readonly changed: boolean; readonly stale: readonly string[] } {
  const changed = changedAttributes(format.indexes, keptText(shared));
  if (changed.length === 0) return { changed: false, stale: [] };
  const present = new Set<string>();
  for (const { value } of shared.environment.attributes.getRange({ start: 0 })) {
    present.add(value.toString('utf8').toLowerCase().replace(/;.*/s, ''));
  }
  const { environment, listPlan: plan, schema } = shared;
  const lists = { rows: environment.lists, plan, schema };
  const stale = staleLists(lists, changed, { stored: format.indexes, present });
  return { changed: true, stale: [...stale, ...changed.filter((name) => present.has(name))] };
}
