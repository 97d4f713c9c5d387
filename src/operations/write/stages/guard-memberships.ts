import { parseDn } from '../../../model/dn.js';
import { LdapError } from '../../../model/result.js';
import { type Change, isRestore, setTexts } from '../change.js';

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
  const dropped = setTexts(change, 'memberOf', []);
  return isServiceGroup(change) ? setTexts(dropped, 'member', []) : dropped;
}

function isServiceGroup({ kernel, after, nameKey }: Change): boolean {
  const text = nameKey ? nameKey() : kernel.schema.dnKey(parseDn(after.dn)).text;
  return kernel.groups.named(text) !== undefined;
}
