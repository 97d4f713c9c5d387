import { Tag } from '../tags.js';
import { readValue } from './control-value.js';

/**
 * The entry before and after an update, in the update's own response (RFC 4527). The response
 * control's value is what `encodeSearchResultEntry` makes of the entry.
 */
export const preReadOid = '1.3.6.1.1.13.1';
export const postReadOid = '1.3.6.1.1.13.2';

/**
 * The attributes a pre- or post-read request selects.
 *
 * @throws LdapError `protocolError`
 */
export function decodeSelection(value: Buffer | undefined): readonly string[] {
  return readValue('read entry', value, (reader) => {
    const attributes: string[] = [];
    const outer = reader.enter(Tag.sequence);
    while (reader.more) attributes.push(reader.text());
    reader.leave(outer);
    return attributes;
  });
}
