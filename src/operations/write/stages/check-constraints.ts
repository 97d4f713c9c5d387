import { constraintFaults } from '../../../domain/constraints.js';
import { LdapError } from '../../../model/result.js';
import { type Change, domainValues, isPerson } from '../change.js';
import { changedAttributes } from '../journal-row.js';

/**
 * What RFC 4517 syntaxes cannot say of overrides (`schema/constraints`), asked of values that
 * change: what was stored before a constraint existed does not block the rest of its entry.
 */
export function checkConstraints(change: Change): Change {
  const { kernel, before, after } = change;
  if (kernel.constraints.length === 0 || !isPerson(kernel, after)) return change;
  const bound = kernel.constraints.map(({ attribute }) => attribute.toLowerCase());
  const all = constraintFaults(domainValues(after, bound), kernel.constraints);
  if (all.length === 0) return change;
  const changed = new Set(changedAttributes(kernel.schema, before, after));
  const faults = all.filter(({ field }) => changed.has(field.toLowerCase()));
  if (faults.length === 0) return change;
  const sentences = faults.map(({ field, message }) => `${field} : ${message}`);
  throw new LdapError('constraintViolation', sentences.join(' ; '));
}
