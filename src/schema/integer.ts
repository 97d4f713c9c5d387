const shape = /^(?:0|-?[1-9]\d*)$/;
const digitsMax = 65535;

/** Whether the octets are an Integer (RFC 4517 §3.3.16): no leading zero, no `-0`, no `+`. */
export function isInteger(value: Buffer): boolean {
  return shape.test(value.toString('latin1'));
}

/**
 * The key of an Integer of any length; keys sort as the numbers do.
 *
 *     0      80
 *     n > 0  81  count of digits (2 octets)   digits
 *     n < 0  7F  the same, each octet complemented
 */
export function integerKey(value: Buffer): Buffer | undefined {
  const text = value.toString('latin1');
  if (!shape.test(text)) return undefined;
  if (text === '0') return Buffer.from([0x80]);
  const negative = text.startsWith('-');
  const digits = negative ? text.slice(1) : text;
  if (digits.length > digitsMax) return undefined;
  const key = Buffer.allocUnsafe(3 + digits.length);
  key[0] = 0x81;
  key.writeUInt16BE(digits.length, 1);
  key.write(digits, 3, 'latin1');
  if (!negative) return key;
  key[0] = 0x7f;
  for (let at = 1; at < key.length; at += 1) key[at] = 0xff - (key[at] ?? 0);
  return key;
}
