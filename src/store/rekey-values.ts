import { hasLarge, largeOf } from './entry-record.js';
import { boundedKey } from './indexes/index-key.js';
import { latest, pagedIds } from './rows.js';
import type { SharedState } from './shared-state.js';
import { StoredLargeValues, valueRowKey } from './value-rows.js';

/**
 * Inside a transaction: puts the values of large attributes under the keys that the schema's
 * rules make today. Where two values have become equal the second stays where it is, for
 * `verify` to name.
 */
export function rekeyValues({ environment, dictionary }: SharedState): void {
  const { entries, values } = environment;
  for (const id of pagedIds(entries, 1, latest)) {
    const record = entries.getBinary(id);
    if (record === undefined || !hasLarge(record)) continue;
    for (const count of largeOf(record)) {
      const { largeBy } = dictionary.at(count.number, latest);
      if (!largeBy) continue;
      const stored = [...new StoredLargeValues(values, latest, { id, ...count }).keyed()];
      for (const { key, value } of stored) {
        const prepared = largeBy.prepareValue(value);
        if (!prepared || boundedKey(prepared).equals(key)) continue;
        const row = valueRowKey(id, count.number, boundedKey(prepared));
        if (values.doesExist(row)) continue;
        values.putSync(row, value);
        values.removeSync(valueRowKey(id, count.number, key));
      }
    }
  }
}
