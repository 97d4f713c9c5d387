import { type Filter } from '../../model/filter.js';
import { decodeFilter } from '../decode-filter.js';
import { decodeLimits } from '../decode-limits.js';
import { readValue } from './control-value.js';

/** Do it only if the entry satisfies a filter (RFC 4528). */
export const assertionOid = '1.3.6.1.1.12';

/**
 * Reads the BER of a Filter that is a control's value.
 *
 * @throws LdapError `protocolError`
 */
export function decodeAssertion(value: Buffer | undefined): Filter {
  return readValue('assertion', value, (reader) => decodeFilter(reader, decodeLimits));
}
