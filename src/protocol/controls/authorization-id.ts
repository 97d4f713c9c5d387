import { isUtf8 } from 'node:buffer';
import { LdapError } from '../../model/result.js';

/**
 * An authzId (RFC 4513 §5.2.1.8) as a control carries it: `dn:<name>`, `u:<login>`, or nothing
 * for nobody.
 */
export type AuthorizationId =
  | { readonly kind: 'anonymous' }
  | { readonly kind: 'dn'; readonly dn: string }
  | { readonly kind: 'user'; readonly login: string };

/** Longer ones name nobody here. */
const bytesMax = 8_192;

/**
 * Reads an authzId; `dn:` alone is nobody too: the name of length zero.
 *
 * @throws LdapError `protocolError` for octets that are none
 */
export function readAuthorizationId(what: string, octets: Buffer): AuthorizationId {
  if (octets.length === 0) return { kind: 'anonymous' };
  if (octets.length <= bytesMax && isUtf8(octets)) {
    const text = octets.toString('utf8');
    if (/^dn:/i.test(text)) {
      const dn = text.slice(3).trim();
      return dn === '' ? { kind: 'anonymous' } : { kind: 'dn', dn };
    }
    if (/^u:/i.test(text)) return { kind: 'user', login: text.slice(2) };
  }
  throw new LdapError('protocolError', `${what}: neither dn:<name> nor u:<login>`);
}
