import { people } from './checklist-fixture.js';
import { search } from './session.js';

/** What the rows of the updates share. */

export const someone = { objectClass: 'inetOrgPerson', cn: 'q', sn: 'q' } as const;
export const certificate = Buffer.from([0x30, 0x00]);
export const missing = `cn=x,cn=y,${people}`;
export const noSuch = { code: 'noSuchObject', matchedDn: people } as const;

/** All attributes of an entry. */
export const read = (dn: string): ReturnType<typeof search> =>
  search(dn, { attributes: ['*', '+'] });

export const rdn67 = 'it answers namingViolation (RFC 4511 §4.6: notAllowedOnRDN)';
