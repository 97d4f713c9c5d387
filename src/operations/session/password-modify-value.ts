import { berElement, readElement } from '../../model/ber-value.js';
import { LdapError } from '../../model/result.js';

/** PasswdModifyRequestValue (RFC 3062 §2); fields are absent or octets, possibly none. */
export interface PasswordModifyValue {
  readonly userIdentity: string | undefined;
  readonly oldPassword: Buffer | undefined;
  readonly newPassword: Buffer | undefined;
}

const tags = { userIdentity: 0x80, oldPassword: 0x81, newPassword: 0x82 } as const;

/**
 * Reads the request value; without one, every field is absent.
 *
 * @throws LdapError `protocolError`
 */
export function decodePasswordModify(value: Buffer | undefined): PasswordModifyValue {
  const fields = new Map<number, Buffer>();
  if (value !== undefined) {
    const sequence = readElement(value, 0, value.length);
    if (sequence?.tag !== 0x30 || sequence.end !== value.length) throw malformed();
    let last = 0;
    for (let at = sequence.start; at < sequence.end;) {
      const field = readElement(value, at, sequence.end);
      if (!field || field.tag <= last) throw malformed();
      last = field.tag;
      if (last > tags.newPassword) throw malformed();
      fields.set(field.tag, value.subarray(field.start, field.end));
      at = field.end;
    }
  }
  return {
    userIdentity: fields.get(tags.userIdentity)?.toString('utf8'),
    oldPassword: fields.get(tags.oldPassword),
    newPassword: fields.get(tags.newPassword),
  };
}

/** PasswdModifyResponseValue with the generated password. */
export function encodeGeneratedPassword(password: string): Buffer {
  return berElement(0x30, berElement(0x80, Buffer.from(password)));
}

function malformed(): LdapError {
  return new LdapError('protocolError', 'a malformed Password Modify request value');
}
