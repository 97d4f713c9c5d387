/** Who am I? (RFC 4532): no request value; the response's is an authzId, empty if anonymous. */
export const whoAmIOid = '1.3.6.1.4.1.4203.1.11.3';

/** The authzId of a name (RFC 4513 §5.2.1.8); of no name, the empty string. */
export function authzIdOf(dn: string | undefined): Buffer {
  return Buffer.from(dn === undefined ? '' : `dn:${dn}`);
}
