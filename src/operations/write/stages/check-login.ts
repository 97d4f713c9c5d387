import type { Entry } from '../../../model/entry.js';
import { textsOf } from '../../../model/entry.js';
import { LdapError } from '../../../model/result.js';
import { type Change, isPerson, isRegional } from '../change.js';

/**
 * A person's login is what webDCR and the SSO know the person by: renamed by a regional
 * administrator alone, never by an import of national files (DESIGN §2 “Groups”).
 */
export function checkLogin(change: Change): Change {
  const { kernel, before, after, actor } = change;
  if (!before || !isPerson(kernel, before) || sameLogin(before, after)) return change;
  const national = actor.kind === 'internal' && actor.name === 'national';
  if (isRegional(change) && !national) return change;
  throw new LdapError('insufficientAccessRights', 'only a regional administrator changes a login');
}

function sameLogin(before: Entry, after: Entry): boolean {
  const logins = (entry: Entry): string => textsOf(entry, 'uid').sort().join('\n');
  return logins(before) === logins(after);
}
