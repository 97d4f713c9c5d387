import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { open, type RootDatabase } from 'lmdb';
import { noRows, type Rows } from './rows.js';
import { stateDatabases, type StateDatabase } from './state-database.js';

/**
 * The LMDB environment of a directory: one file, one database for each kind of row.
 *
 *     id2entry        id                                    → record (`entry-record.ts`)
 *     dn2id           parent id, RDN key (`name-key.ts`)    → id
 *     attributes      number                                → attribute description
 *     shapes          number, or digest                     → attributes (`shape-dictionary.ts`)
 *     values          id, attribute, key (`value-rows.ts`)  → a value of a large attribute
 *     index           attribute, kind, key (`index-key.ts`) → posting list (`posting-list.ts`)
 *     lists           list, parent id, node                 → `lists/list-rows.ts`
 *     journal         sequence                              → chain, body hash, header
 *     journalBody     sequence                              → body
 *     journalByEntry  entryUUID, sequence                   → nothing
 *     meta            `format`, `counters`                  → `format.ts`, `counters.ts`
 *     state.<name>    string                                → JSON
 */
export interface Environment {
  readonly file: string;
  readonly root: RootDatabase;
  readonly entries: Rows<number>;
  readonly names: Rows<Buffer>;
  readonly attributes: Rows<number>;
  readonly shapes: Rows<Buffer>;
  readonly values: Rows<Buffer>;
  readonly index: Rows<Buffer>;
  readonly lists: Rows<Buffer>;
  readonly journal: Rows<Buffer>;
  readonly journalBody: Rows<Buffer>;
  readonly journalByEntry: Rows<Buffer>;
  readonly meta: Rows<Buffer>;
  readonly state: Readonly<Record<StateDatabase, Rows<Buffer>>>;
}

/** The data file of a store directory. */
export function dataFile(path: string): string {
  return join(path, 'directory.mdb');
}

/**
 * Opens the environment in a file, which is created where it may be written. Readers left by
 * dead processes are cleared by the opening itself.
 *
 * @param options.unsafe skips every flush: for a file that is thrown away on failure
 */
export function openEnvironment(
  file: string,
  options: { readonly readOnly?: boolean; readonly unsafe?: boolean } = {},
): Environment {
  const readOnly = options.readOnly ?? false;
  if (!readOnly) mkdirSync(join(file, '..'), { recursive: true, mode: 0o700 });
  const root = open({
    path: file,
    noSubdir: true,
    maxDbs: 64,
    maxReaders: 1024,
    overlappingSync: false,
    encoding: 'binary',
    keyEncoding: 'binary',
    readOnly,
    noSync: options.unsafe ?? false,
  });
  const database = (name: string, keyEncoding: 'binary' | 'uint32'): unknown =>
    root.openDB({ name, encoding: 'binary', keyEncoding });
  const keyed = (name: string): Rows<Buffer> => database(name, 'binary') as Rows<Buffer>;
  const numbered = (name: string): Rows<number> => database(name, 'uint32') as Rows<number>;
  // LMDB answers nothing for a database that is not there and may not be made.
  const later = (name: string): Rows<Buffer> =>
    (database(name, 'binary') as Rows<Buffer> | undefined) ?? noRows();
  return {
    file,
    root,
    entries: numbered('id2entry'),
    names: keyed('dn2id'),
    attributes: numbered('attributes'),
    shapes: later('shapes'),
    values: later('values'),
    index: keyed('index'),
    lists: later('lists'),
    journal: keyed('journal'),
    journalBody: keyed('journalBody'),
    journalByEntry: keyed('journalByEntry'),
    meta: keyed('meta'),
    state: stateRows(keyed),
  };
}

function stateRows(keyed: (name: string) => Rows<Buffer>): Record<StateDatabase, Rows<Buffer>> {
  const pairs = stateDatabases.map((name) => [name, keyed(`state.${name}`)] as const);
  return Object.fromEntries(pairs) as Record<StateDatabase, Rows<Buffer>>;
}
