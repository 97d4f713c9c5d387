import { isUtf8 } from 'node:buffer';
import { readElement } from '../model/ber-value.js';
import { parseDn } from '../model/dn.js';
import { LdapError } from '../model/result.js';
import { shaped } from './syntaxes-of-strings.js';

/** Which octets are values of the syntaxes that are not strings, and keys of the compact ones. */

export const isBitString = shaped(/^'[01]*'B$/);
export const isBoolean = shaped(/^(?:TRUE|FALSE)$/);

/** An RFC 4514 string; whether its attribute types exist is the matching rule's question. */
export function isDn(value: Buffer): boolean {
  if (!isUtf8(value)) return false;
  try {
    parseDn(value.toString('utf8'));
    return true;
  } catch (error) {
    if (error instanceof LdapError) return false;
    throw error;
  }
}

const optionalUid = /#'[01]*'B$/;

/** A name with an optional `#'0101'B` after it (RFC 4517 §3.3.21); `uid` keeps the `#`. */
export function splitOptionalUid(value: Buffer): { readonly dn: Buffer; readonly uid: string } {
  const uid = optionalUid.exec(value.toString('latin1'))?.[0] ?? '';
  return { dn: value.subarray(0, value.length - uid.length), uid };
}

export function isNameAndOptionalUid(value: Buffer): boolean {
  return isDn(splitOptionalUid(value).dn);
}

const uuid = /^[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$/;
export const isUuid = shaped(uuid);

/** The sixteen octets of a UUID, which sort as RFC 4530 §2.3 orders them. */
export function uuidKey(value: Buffer): Buffer | undefined {
  const text = value.toString('latin1');
  return uuid.test(text) ? Buffer.from(text.replaceAll('-', ''), 'hex') : undefined;
}

const csn = /^\d{14}(?:\.\d{6})?Z#[0-9A-Fa-f]{6}#[0-9A-Fa-f]{2,3}#[0-9A-Fa-f]{6}$/;
export const isCsn = shaped(csn);

/** A change sequence number, as OpenLDAP writes them; fixed widths make the text its own order. */
export function csnKey(value: Buffer): Buffer | undefined {
  const text = value.toString('latin1');
  return csn.test(text) ? Buffer.from(text.toLowerCase(), 'latin1') : undefined;
}

/** RFC 3112 §2.1: scheme, information and value between dollars, of printable ASCII. */
export const isAuthPassword = shaped(/^ *[0-9A-Z./_-]+ *\$ *[!-#%-~]* *\$ *[!-#%-~]* *$/);

/** Certificates and their kin: one BER SEQUENCE, whole. */
export function isBerSequence(value: Buffer): boolean {
  const element = readElement(value, 0, value.length);
  return element?.tag === 0x30 && element.end === value.length;
}

/** RFC 2307 §2.4: `(host,user,domain)` and `key=server:path`. */
export const isNetgroupTriple = shaped(
  /^\( *[A-Za-z0-9_.-]* *, *[A-Za-z0-9_.-]* *, *[A-Za-z0-9_.-]* *\)$/,
);
export const isBootParameter = shaped(/^[^=]+=[^:]+:.+$/);
