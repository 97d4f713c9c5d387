import { readValue } from '../controls/control-value.js';
import { Tag } from '../tags.js';
import { BerWriter } from '../writer.js';

/** Cancel (RFC 3909): like Abandon, and answered. */
export const cancelOid = '1.3.6.1.1.8';

/**
 * The messageID of the operation to cancel.
 *
 * @throws LdapError `protocolError`
 */
export function decodeCancel(value: Buffer | undefined): number {
  return readValue('cancel', value, (reader) => {
    const outer = reader.enter(Tag.sequence);
    const id = reader.integer();
    reader.leave(outer);
    return id;
  });
}

export function encodeCancel(messageId: number): Buffer {
  const writer = new BerWriter(Buffer.allocUnsafe(16));
  const outer = writer.begin(Tag.sequence);
  writer.integer(messageId);
  writer.end(outer);
  return writer.copy();
}
