import { LdapError } from '../../model/result.js';
import { readValue } from '../controls/control-value.js';
import { Tag } from '../tags.js';
import { BerWriter } from '../writer.js';

/** Cancel (RFC 3909): like Abandon, and answered. */
export const cancelOid = '1.3.6.1.1.8';

const messageIdMax = 0x7fffffff;

/**
 * The messageID of the operation to cancel.
 *
 * @throws LdapError `protocolError`
 */
export function decodeCancel(value: Buffer | undefined): number {
  const id = readValue('cancel', value, (reader) => {
    const outer = reader.enter(Tag.sequence);
    const cancelId = reader.integer();
    reader.leave(outer);
    return cancelId;
  });
  if (id < 0 || id > messageIdMax) throw new LdapError('protocolError', 'cancelID out of range');
  return id;
}

export function encodeCancel(messageId: number): Buffer {
  const writer = new BerWriter(Buffer.allocUnsafe(16));
  const outer = writer.begin(Tag.sequence);
  writer.integer(messageId);
  writer.end(outer);
  return writer.copy();
}
