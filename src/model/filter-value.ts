import { isUtf8 } from 'node:buffer';
import { LdapError } from './result.js';

/**
 * The octets of an assertion value in a filter string: `\` and two hexadecimal digits stand for
 * any octet (RFC 4515 §3).
 *
 * @throws LdapError `invalidAttributeSyntax` on any other use of `\`
 */
export function readFilterValue(text: string): Buffer {
  if (!text.includes('\\')) return Buffer.from(text);
  const parts = text.split('\\');
  const chunks = parts.slice(1).map((part) => {
    const pair = part.slice(0, 2);
    if (!/^[0-9A-Fa-f]{2}$/.test(pair)) {
      throw new LdapError('invalidAttributeSyntax', `invalid filter: “\\${pair}” is no escape`);
    }
    return Buffer.concat([Buffer.from(pair, 'hex'), Buffer.from(part.slice(2))]);
  });
  return Buffer.concat([Buffer.from(parts[0] ?? ''), ...chunks]);
}

/** The string of an assertion value: readable UTF-8 stays, everything else is escaped. */
export function formatFilterValue(value: Buffer): string {
  if (!isUtf8(value)) return [...value].map(escapeOctet).join('');
  return value.toString('utf8').replace(/[*()\\\0]/g, (char) => escapeOctet(char.charCodeAt(0)));
}

function escapeOctet(octet: number): string {
  return `\\${octet.toString(16).padStart(2, '0')}`;
}
