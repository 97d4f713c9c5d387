import { LdapError } from '../../model/result.js';

/** Whether a search shows subentries, or all but them (RFC 3672 §3). */
export const subentriesOid = '1.3.6.1.4.1.4203.1.10.1';

const visible = Buffer.from([0x01, 0x01, 0xff]);
const hidden = Buffer.from([0x01, 0x01, 0x00]);

/**
 * Reads the BOOLEAN, which has two encodings and no others (RFC 4511 §5.1).
 *
 * @throws LdapError `protocolError`
 */
export function decodeSubentries(value: Buffer | undefined): boolean {
  if (value?.equals(visible)) return true;
  if (value?.equals(hidden)) return false;
  throw new LdapError('protocolError', 'subentries: a BOOLEAN is required');
}

export function encodeSubentries(visibility: boolean): Buffer {
  return Buffer.from(visibility ? visible : hidden);
}
