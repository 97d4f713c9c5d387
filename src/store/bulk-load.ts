import {
  closeSync,
  copyFileSync,
  existsSync,
  fsyncSync,
  openSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { join } from 'node:path';
import type { Entry } from '../model/entry.js';
import { LdapError } from '../model/result.js';
import type { DnKey } from '../schema/definitions.js';
import type { Schema } from '../schema/schema.js';
import { BulkLoader } from './bulk-loader.js';
import { dataFile, openEnvironment } from './environment.js';
import type { JournalInput } from './journal.js';
import { prepareFormat } from './prepare-format.js';
import { sharedStateOf } from './shared-state.js';
import { lockWriter } from './writer-lock.js';

/** Waiting for each of a million entries costs: a run is taken without. */
export type EntryRun = Entry | Iterable<Entry>;

export interface BulkLoadOptions {
  readonly path: string;
  readonly schema: Schema;
  readonly suffix: DnKey;
  /** Complete, operational attributes included; parents before children; one by one or in runs. */
  readonly entries: AsyncIterable<EntryRun> | Iterable<EntryRun>;
  /** The one row that the journal gets. */
  readonly journalRow: (facts: { readonly entries: number }) => JournalInput;
  /** Told of an entry that its name refuses, which is then left out; absent, the load ends. */
  readonly refused?: (error: LdapError) => void;
}

/**
 * Loads entries into an offline store, empty or not, all or none: they go into a copy of the
 * data file, unflushed, which takes the place of the first once it is whole and on disk. A load
 * that dies leaves the store as it was.
 *
 * @throws LdapError `entryAlreadyExists`, `noSuchObject` for a missing parent, naming the entry;
 * StoreError as `openStore` does; whatever `entries` throws
 */
export async function bulkLoad(options: BulkLoadOptions): Promise<{ readonly entries: number }> {
  const { path } = options;
  const lock = lockWriter(path);
  const loading = join(path, 'loading.mdb');
  try {
    removeData(loading);
    if (existsSync(dataFile(path))) copyFileSync(dataFile(path), loading);
    const entries = await loadInto(loading, options);
    flushFile(loading);
    renameSync(loading, dataFile(path));
    rmSync(`${dataFile(path)}-lock`, { force: true });
    flushFile(path);
    return { entries };
  } finally {
    removeData(loading);
    lock.release();
  }
}

async function loadInto(file: string, options: BulkLoadOptions): Promise<number> {
  const environment = openEnvironment(file, { unsafe: true });
  try {
    const shared = sharedStateOf(environment, options.schema, options.suffix);
    prepareFormat(shared, false);
    const loader = new BulkLoader(shared);
    for await (const run of options.entries) {
      const entries = 'dn' in run ? [run] : run;
      for (const entry of entries) addOrRefuse(loader, entry, options.refused);
    }
    loader.finish(options.journalRow({ entries: loader.count }));
    return loader.count;
  } finally {
    await environment.root.close();
  }
}

function addOrRefuse(loader: BulkLoader, entry: Entry, refused: BulkLoadOptions['refused']): void {
  try {
    loader.add(entry);
  } catch (error) {
    if (!refused || !(error instanceof LdapError)) throw error;
    refused(error);
  }
}

function removeData(file: string): void {
  rmSync(file, { force: true });
  rmSync(`${file}-lock`, { force: true });
}

/** Flushes a file, or the names in a directory, to disk. */
export function flushFile(path: string): void {
  const descriptor = openSync(path, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
