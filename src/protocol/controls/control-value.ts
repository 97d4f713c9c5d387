import { LdapError } from '../../model/result.js';
import { BerReader } from '../ber-reader.js';

/**
 * Reads the value of a control or an extended request: the whole of it, or the request is
 * answered with `protocolError` naming `what`.
 *
 * @throws LdapError `protocolError`
 */
export function readValue<T>(
  what: string,
  value: Buffer | undefined,
  read: (reader: BerReader) => T,
): T {
  if (!value) throw new LdapError('protocolError', `${what}: a value is required`);
  const reader = new BerReader(value);
  try {
    const content = read(reader);
    if (!reader.more) return content;
  } catch {
    // Whatever the fault is, the answer says which value has it.
  }
  throw new LdapError('protocolError', `${what}: malformed value`);
}

/**
 * Sees that a control which takes no value has none, not even an empty one.
 *
 * @throws LdapError `protocolError`
 */
export function expectNoValue(what: string, value: Buffer | undefined): void {
  if (value) throw new LdapError('protocolError', `${what}: a value is present`);
}
