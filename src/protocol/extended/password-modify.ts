import { readValue } from '../controls/control-value.js';
import { context, Tag } from '../tags.js';
import { BerWriter } from '../writer.js';

/** Password Modify (RFC 3062). */
export const passwordModifyOid = '1.3.6.1.4.1.4203.1.11.1';

export interface PasswordModify {
  /** Whose password, as the client writes it: a DN by habit; absent, the requester's own. */
  readonly identity: Buffer | undefined;
  readonly oldPassword: Buffer | undefined;
  /** Absent: the server makes one. */
  readonly newPassword: Buffer | undefined;
}

/**
 * Reads the request's value; without one every field is absent (RFC 3062 §2).
 *
 * @throws LdapError `protocolError`
 */
export function decodePasswordModify(value: Buffer | undefined): PasswordModify {
  if (!value) return { identity: undefined, oldPassword: undefined, newPassword: undefined };
  return readValue('password modify', value, (reader) => {
    const outer = reader.enter(Tag.sequence);
    const field = (n: number): Buffer | undefined =>
      reader.peek() === context(n) ? reader.octets(context(n)) : undefined;
    const request = { identity: field(0), oldPassword: field(1), newPassword: field(2) };
    if (reader.more) throw new Error('an unknown field');
    reader.leave(outer);
    return request;
  });
}

/** The value of the request; for our own client. */
export function encodePasswordModify(request: PasswordModify): Buffer {
  const writer = new BerWriter();
  const outer = writer.begin(Tag.sequence);
  if (request.identity) writer.octets(request.identity, context(0));
  if (request.oldPassword) writer.octets(request.oldPassword, context(1));
  if (request.newPassword) writer.octets(request.newPassword, context(2));
  writer.end(outer);
  return writer.copy();
}

/** The value of the response that brings a password the server made. */
export function encodeGeneratedPassword(password: Buffer): Buffer {
  const writer = new BerWriter();
  const outer = writer.begin(Tag.sequence);
  writer.octets(password, context(0));
  writer.end(outer);
  return writer.copy();
}
