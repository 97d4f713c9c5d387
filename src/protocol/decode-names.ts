import { type BerReader } from './ber-reader.js';
import { RequestFault } from './protocol-error.js';
import { Tag } from './tags.js';

/** An LDAPDN or RelativeLDAPDN: what is not UTF-8 is an invalid name, not a broken message. */
export function readDn(reader: BerReader, tag: number = Tag.octetString): string {
  try {
    return reader.text(tag);
  } catch (error) {
    if (error instanceof RequestFault) throw new RequestFault('invalid DN', 'invalidDNSyntax');
    throw error;
  }
}
