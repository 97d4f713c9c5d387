import { LdapError } from '../../../model/result.js';
import type { Change, WriteOperation } from '../change.js';

/**
 * Whether the actor may do this at all (RFC 4511 §4.1.9 `insufficientAccessRights`): the right on
 * the entry, and the right to write each attribute the request names. What the later stages
 * derive needs no right. Anonymous writes were refused before the entry was looked for.
 */
export function checkAccess(change: Change): Change {
  refusals[change.operation](change);
  return change;
}

const refusals: Readonly<Record<WriteOperation, (change: Change) => void>> = {
  add(change) {
    if (!change.access.add) throw refused('no right to add this entry');
    requireWritable(change);
  },
  modify: requireWritable,
  modifyDn({ access }) {
    if (!access.rename) throw refused('no right to rename this entry');
  },
  delete({ access }) {
    if (!access.delete) throw refused('no right to delete this entry');
  },
};

function requireWritable({ access, requested }: Change): void {
  for (const attribute of requested) {
    if (!access.may(attribute, 'write')) throw refused(`no right to write ${attribute}`);
  }
}

function refused(why: string): LdapError {
  return new LdapError('insufficientAccessRights', why);
}
