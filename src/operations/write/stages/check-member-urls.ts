import { parseLdapUrl } from '../../../model/ldap-url.js';
import { LdapError } from '../../../model/result.js';
import { memberUrls } from '../../search/dynamic-groups.js';
import type { Change } from '../change.js';
import { changedAttributes } from '../journal-row.js';

/**
 * The URLs of a dynamic group must be such (RFC 4516): one that is none would be a group without
 * members that nobody understands. What was stored before is left alone.
 */
export function checkMemberUrls(change: Change): Change {
  const { kernel, before, after } = change;
  if (!after.attributes.has('memberurl')) return change;
  if (!changedAttributes(kernel.schema, before, after).includes('memberurl')) return change;
  for (const text of memberUrls(after)) checkUrl(change, text);
  return change;
}

function checkUrl({ kernel }: Change, text: string): void {
  try {
    kernel.schema.dnKey(parseLdapUrl(text).dn);
  } catch (error) {
    if (!(error instanceof LdapError)) throw error;
    throw new LdapError('constraintViolation', `memberURL “${text}”: ${error.message}`);
  }
}
