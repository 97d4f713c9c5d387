import type { DnKey } from '../schema/definitions.js';
import type { Schema } from '../schema/schema.js';
import { dataFile, openEnvironment } from './environment.js';
import { checkFormat, type Format, formatVersion, StoreError, writeFormat } from './format.js';
import { IndexBuilder } from './indexes/index-builder.js';
import { changedAttributes, type IndexedAttribute, planText } from './indexes/index-plan.js';
import { valuesByIndex } from './indexes/index-update.js';
import { writeList } from './indexes/posting-update.js';
import { latest, pagedIds, type View } from './rows.js';
import { type SharedState, sharedStateOf } from './shared-state.js';
import { storedValues } from './stored-values.js';
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
        const indexes = planText(shared.plan);
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
  const { index } = shared.environment;
  clearRows(index);
  const { builder, entries } = buildIndexes(shared, latest);
  for (const { listKey, ids } of builder.lists()) {
    writeList(listKey, ids, (key, value) => {
      if (!index.putSync(key, value, { append: true })) throw new Error('index keys out of order');
    });
  }
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

/** What the index rows of all entries should be. */
export function buildIndexes(
  shared: SharedState,
  view: View,
): { readonly builder: IndexBuilder; readonly entries: number } {
  const { environment, dictionary } = shared;
  const numberOf = ({ type }: IndexedAttribute): number => {
    const known = dictionary.named(type.name.toLowerCase(), view);
    // Where only `cn;lang-fr` was ever there, `cn` has no number before something is written.
    return known?.number ?? dictionary.number(type.name, view).number;
  };
  const builder = new IndexBuilder(numberOf);
  let entries = 0;
  for (const id of pagedIds(environment.entries, 1, view)) {
    const record = environment.entries.getBinary(id, view);
    if (record === undefined) continue;
    entries += 1;
    const wanted = { view, wanted: isIndexed };
    builder.add(id, valuesByIndex(storedValues(record, dictionary, wanted)));
  }
  return { builder, entries };
}

function isIndexed({ indexed }: { readonly indexed: IndexedAttribute | undefined }): boolean {
  return indexed !== undefined;
}

/** Which attributes' rows do not follow the schema, and whether the stored plan is outdated. */
export function attributesToReindex(
  shared: SharedState,
  format: Format,
): { readonly changed: boolean; readonly stale: readonly string[] } {
  const changed = changedAttributes(format.indexes, planText(shared.plan));
  if (changed.length === 0) return { changed: false, stale: [] };
  const present = new Set<string>();
  for (const { value } of shared.environment.attributes.getRange({ start: 0 })) {
    present.add(value.toString('utf8').toLowerCase().replace(/;.*/s, ''));
  }
  return { changed: true, stale: changed.filter((name) => present.has(name)) };
}
