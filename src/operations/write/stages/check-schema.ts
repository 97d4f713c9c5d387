import { parseDn } from '../../../model/dn.js';
import { type Entry, textOf, valuesOf } from '../../../model/entry.js';
import { LdapError } from '../../../model/result.js';
import { checkEntry, completeClasses } from '../../../schema/entry-check.js';
import type { Schema } from '../../../schema/schema.js';
import type { Change } from '../change.js';
import { valueKey } from '../draft-attribute.js';

/** Superclasses are implicitly added (RFC 4512 §2.4.1); `structuralObjectClass` follows. */
export function completeObjectClasses(change: Change): Change {
  return { ...change, after: completeClasses(change.kernel.schema, change.after) };
}

/** The final entry against the schema and its own name (RFC 4511 §4.6, RFC 4512 §2.4). */
export function checkSchema(change: Change): Change {
  const { kernel, before, after } = change;
  if (change.operation === 'modify') checkRdn(kernel.schema, after);
  // First: what another structural class lacks is no news to whoever may not set it.
  if (before) checkStructuralClass(before, after);
  checkEntry(kernel.schema, after);
  return change;
}

/** A modification cannot remove a value that names the entry: that is Modify DN's affair. */
function checkRdn(schema: Schema, entry: Entry): void {
  for (const { type, value } of parseDn(entry.dn)[0] ?? []) {
    const description = schema.describe(type);
    if (!description) continue;
    const key = valueKey(description.type, value);
    const values = valuesOf(entry, description.key);
    if (!values.some((each) => valueKey(description.type, each) === key)) {
      throw new LdapError('notAllowedOnRDN', `${description.canonical} names the entry`);
    }
  }
}

/** The structural class of an entry never changes (RFC 4512 §2.4.2). */
function checkStructuralClass(before: Entry, after: Entry): void {
  const from = textOf(before, 'structuralObjectClass');
  const to = textOf(after, 'structuralObjectClass');
  if (from === undefined || to === undefined || from.toLowerCase() === to.toLowerCase()) return;
  throw new LdapError(
    'objectClassModsProhibited',
    `structural object class modification from '${from}' to '${to}' not allowed`,
  );
}
