import { parseDn } from '../../model/dn.js';
import { withValues } from '../../model/entry.js';
import { LdapError } from '../../model/result.js';
import { type Change, isRestore } from '../change.js';

/**
 * Memberships that follow from other entries are never written (DESIGN §2): `memberOf`, and the
 * `member` of a service's group below ou=acces.
 */
export function guardMemberships(change: Change): Change {
  if (isRestore(change)) return change;
  if (change.requested.has('memberof')) {
    throw new LdapError('unwillingToPerform', 'memberOf follows from the groups: change those');
  }
  if (change.requested.has('member') && isServiceGroup(change)) {
    throw new LdapError(
      'unwillingToPerform',
      'the members of this group follow from the access responses of the persons',
    );
  }
  return change;
}

/** An export names these memberships for other servers; coming back to us they are dropped. */
export function dropMemberships(change: Change): Change {
  if (!isRestore(change)) return change;
  const after = withValues(change.after, 'memberOf', []);
  return { ...change, after: isServiceGroup(change) ? withValues(after, 'member', []) : after };
}

function isServiceGroup({ kernel, after }: Change): boolean {
  return kernel.groups.named(kernel.schema.dnKey(parseDn(after.dn)).text) !== undefined;
}
