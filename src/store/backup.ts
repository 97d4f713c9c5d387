import { copyFileSync, existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { flushFile } from './bulk-load.js';
import { dataFile, openEnvironment } from './environment.js';
import { readFormat, StoreError } from './format.js';
import { lockWriter } from './writer-lock.js';

/**
 * Copies a store, running or not, into a directory: one consistent state, compacted, in a file
 * that `restoreStore` and, read-only, `openStore` take as it is.
 *
 * @throws StoreError `STORE_MISSING`; Error when the directory holds a backup already
 */
export async function backupStore(options: {
  readonly path: string;
  readonly target: string;
}): Promise<void> {
  const { path, target } = options;
  if (!existsSync(dataFile(path))) throw new StoreError('STORE_MISSING', `no store in ${path}`);
  mkdirSync(target, { recursive: true, mode: 0o700 });
  if (existsSync(dataFile(target))) throw new Error(`${target} holds a store already`);
  const environment = openEnvironment(dataFile(path), { readOnly: true });
  const partial = join(target, 'partial.mdb');
  try {
    rmSync(partial, { force: true });
    await environment.root.backup(partial, true);
  } finally {
    await environment.root.close();
  }
  flushFile(partial);
  renameSync(partial, dataFile(target));
  flushFile(target);
}

/**
 * Puts a backup in the place of an offline store.
 *
 * @throws StoreError `STORE_MISSING`, `STORE_BUSY`; Error when there is a store and `overwrite`
 * is not set
 */
export async function restoreStore(options: {
  readonly source: string;
  readonly path: string;
  readonly overwrite?: boolean;
}): Promise<void> {
  const { source, path, overwrite = false } = options;
  if (!existsSync(dataFile(source))) {
    throw new StoreError('STORE_MISSING', `no backup in ${source}`);
  }
  const lock = lockWriter(path);
  const restoring = join(path, 'loading.mdb');
  try {
    if (existsSync(dataFile(path)) && !overwrite) throw new Error(`${path} holds a store already`);
    copyFileSync(dataFile(source), restoring);
    await checkReadable(restoring);
    flushFile(restoring);
    renameSync(restoring, dataFile(path));
    rmSync(`${dataFile(path)}-lock`, { force: true });
    flushFile(path);
  } finally {
    rmSync(restoring, { force: true });
    rmSync(`${restoring}-lock`, { force: true });
    lock.release();
  }
}

async function checkReadable(file: string): Promise<void> {
  const environment = openEnvironment(file, { readOnly: true });
  try {
    if (readFormat(environment) === undefined) {
      throw new StoreError('STORE_MISSING', 'the backup holds no directory');
    }
  } finally {
    await environment.root.close();
  }
}
