import { readCounters } from './counters.js';
import { checkFormat, formatVersion, StoreError, writeFormat } from './format.js';
import { keptText } from './kept-text.js';
import { isListText } from './lists/list-plan.js';
import { renewRecords } from './older-records.js';
import { attributesToReindex, rebuildIndexes } from './reindex.js';
import { latest } from './rows.js';
import type { SharedState } from './shared-state.js';

/**
 * Opening a store of an earlier version, or whose index rows were made by another schema: where no
 * entry has the changed attributes nothing needs doing; up to this many entries all is made anew
 * on the spot; a larger store is refused, since that takes a while and the operator should choose
 * when.
 */
const rebuiltEntriesMax = 10_000;

/**
 * Marks a new store, checks one that exists.
 *
 * @throws StoreError
 */
export function prepareFormat(shared: SharedState, readOnly: boolean): void {
  const { environment, suffix } = shared;
  const format = checkFormat(environment, suffix.text);
  const indexes = keptText(shared);
  if (format === undefined) {
    if (readOnly) throw new StoreError('STORE_MISSING', `${environment.file} is empty`);
    environment.root.transactionSync(() => {
      writeFormat(environment, { version: formatVersion, suffix: suffix.text, indexes });
    });
    return;
  }
  const isOlder = format.version !== formatVersion;
  const { changed, stale } = attributesToReindex(shared, format);
  if (!changed && !isOlder) return;
  const { entryCount } = readCounters(environment, latest);
  if ((isOlder || stale.length > 0) && (readOnly || entryCount > rebuiltEntriesMax)) {
    const why = isOlder
      ? 'the store is of an earlier version'
      : `the schema now has ${said(stale)} otherwise`;
    throw new StoreError('STORE_NEEDS_REINDEX', `${why}: run “annuaire reindex”`);
  }
  if (readOnly) return;
  environment.root.transactionSync(() => {
    if (isOlder) renewRecords(shared);
    if (stale.length > 0) rebuildIndexes(shared);
    writeFormat(environment, { ...format, version: formatVersion, indexes });
  });
}

function said(stale: readonly string[]): string {
  const attributes = stale.filter((name) => !isListText(name));
  const lists = stale.length - attributes.length;
  const indexes = attributes.length > 0 ? [`the indexes of ${attributes.join(', ')}`] : [];
  return [...indexes, ...(lists > 0 ? [`${lists} kept lists`] : [])].join(' and ');
}
