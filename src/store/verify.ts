import { existsSync } from 'node:fs';
import type { DnKey } from '../schema/definitions.js';
import type { Schema } from '../schema/schema.js';
import { dataFile, openEnvironment } from './environment.js';
import { formatVersion, readFormat, StoreError } from './format.js';
import { type Finding, Findings } from './findings.js';
import { sharedStateOf } from './shared-state.js';
import { verifyEntries } from './verify-entries.js';
import { verifyDerived } from './verify-indexes.js';
import { verifyJournal } from './verify-journal.js';
import { verifyShapes } from './verify-shapes.js';
import { verifyState } from './verify-state.js';
import { verifyValues } from './verify-values.js';

export type { Finding } from './findings.js';

/**
 * Compares every row of a store with what the others say it should be, in one consistent view;
 * the store may be in use. No finding means a sound store.
 *
 * @throws StoreError `STORE_MISSING`
 */
export async function verifyStore(options: {
  readonly path: string;
  readonly schema: Schema;
  readonly suffix: DnKey;
}): Promise<readonly Finding[]> {
  const file = dataFile(options.path);
  if (!existsSync(file)) throw new StoreError('STORE_MISSING', `no store in ${options.path}`);
  const environment = openEnvironment(file, { readOnly: true });
  const transaction = environment.root.useReadTransaction();
  try {
    const shared = sharedStateOf(environment, options.schema, options.suffix);
    const checked = { shared, view: { transaction }, findings: new Findings() };
    const format = readFormat(environment);
    if (format?.version !== formatVersion) {
      const version = format?.version ?? 'missing';
      checked.findings.add('meta', 'format', `version ${version} instead of ${formatVersion}`);
      return checked.findings.all;
    }
    if (format.suffix !== options.suffix.text) {
      checked.findings.add('meta', 'format', `suffix ${format.suffix}`);
    }
    verifyEntries(checked);
    verifyShapes(checked);
    verifyValues(checked);
    verifyDerived(checked);
    verifyJournal(checked);
    verifyState(checked);
    return checked.findings.all;
  } finally {
    transaction.done();
    await environment.root.close();
  }
}
