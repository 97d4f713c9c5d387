import { LdapError } from '../../../model/result.js';
import type { Change } from '../change.js';

/** What one entry may weigh: beyond it one entry would cost others their memory and their time. */
const max = {
  valueBytes: 4 * 1024 * 1024,
  entryBytes: 12 * 1024 * 1024,
  /** In one request, or in a record. */
  valuesPerAttribute: 100_000,
  /** Where values are rows of their own, which weigh on nobody else. */
  largeValuesPerAttribute: 1_000_000,
  attributesPerEntry: 1_000,
} as const;

/** @throws LdapError `adminLimitExceeded` */
export function checkSize(change: Change): Change {
  const { attributes } = change.after;
  if (attributes.size > max.attributesPerEntry) throw exceeded('attributes in one entry');
  let entryBytes = 0;
  for (const attribute of attributes.values()) {
    const { description, large } = attribute;
    if (large && large.count > max.largeValuesPerAttribute)
      throw exceeded(`values of ${description}`);
    const values = large ? [...(large.change?.added.values() ?? [])] : attribute.values;
    if (values.length > max.valuesPerAttribute) throw exceeded(`values of ${description}`);
    for (const value of values) {
      if (value.length > max.valueBytes) throw exceeded(`octets in a value of ${description}`);
      entryBytes += value.length;
    }
  }
  if (entryBytes > max.entryBytes) throw exceeded('octets in one entry');
  return change;
}

function exceeded(what: string): LdapError {
  return new LdapError('adminLimitExceeded', `too many ${what}`);
}
