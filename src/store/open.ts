import { existsSync } from 'node:fs';
import type { DnKey } from '../schema/definitions.js';
import type { Schema } from '../schema/schema.js';
import { dataFile, openEnvironment } from './environment.js';
import { StoreError } from './format.js';
import { OpenStore } from './open-store.js';
import { prepareFormat } from './prepare-format.js';
import { sharedStateOf } from './shared-state.js';
import type { Store } from './store.js';
import { lockWriter } from './writer-lock.js';

export interface StoreOptions {
  /** Directory of the store; made when missing. */
  readonly path: string;
  readonly schema: Schema;
  readonly suffix: DnKey;
  /** Another process writes: no lock, no changes. */
  readonly readOnly?: boolean;
}

/**
 * Opens the directory on disk.
 *
 * @throws StoreError: `STORE_BUSY`, `STORE_MISSING`, `STORE_INCOMPATIBLE`,
 * `STORE_NEEDS_REINDEX`
 */
export function openStore(options: StoreOptions): Store {
  const { path, readOnly = false } = options;
  if (readOnly && !existsSync(dataFile(path))) {
    throw new StoreError('STORE_MISSING', `no store in ${path}`);
  }
  const lock = readOnly ? undefined : lockWriter(path);
  try {
    const environment = openEnvironment(dataFile(path), { readOnly });
    try {
      const shared = sharedStateOf(environment, options.schema, options.suffix);
      prepareFormat(shared, readOnly);
      return new OpenStore(shared, () => lock?.release());
    } catch (error) {
      void environment.root.close();
      throw error;
    }
  } catch (error) {
    lock?.release();
    throw error;
  }
}
