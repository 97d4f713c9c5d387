import { isUtf8 } from 'node:buffer';
import { LdapError } from './result.js';

/**
 * Distinguished names as data (RFC 4514). Nothing here knows a matching rule: equality of names
 * is the schema's `dnKey`.
 */

/** One `type=value`; the type as written, the value as octets, escapes resolved. */
export interface Ava {
  readonly type: string;
  readonly value: Buffer;
}

/** A relative name: one or more AVAs, in the order written. */
export type Rdn = readonly Ava[];

/** A name, leaf first; the empty array is the root. */
export type Dn = readonly Rdn[];

const dnLengthMax = 8192;
const descriptor = /^(?:[A-Za-z][A-Za-z0-9-]*|\d+(?:\.\d+)*)$/;

/**
 * Reads an RFC 4514 string. Spaces around separators and `OID.` prefixes are taken as the
 * older RFC 2253 writers leave them.
 *
 * @throws LdapError `invalidDNSyntax`
 */
export function parseDn(text: string): Dn {
  if (text.length > dnLengthMax) throw invalid('longer than 8192 characters');
  if (text === '') return [];
  if (plain.test(text)) return readPlainDn(text);
  const reader = { text, at: 0 };
  const rdns: Rdn[] = [];
  for (;;) {
    rdns.push(readRdn(reader));
    if (reader.at >= text.length) return rdns;
    const separator = text[reader.at];
    if (separator !== ',' && separator !== ';') throw invalid(`unexpected “${separator ?? ''}”`);
    reader.at += 1;
  }
}

/**
 * Reads one relative name.
 *
 * @throws LdapError `invalidDNSyntax` when the text is not exactly one RDN
 */
export function parseRdn(text: string): Rdn {
  const [rdn, ...rest] = parseDn(text);
  if (rdn === undefined || rest.length > 0) throw invalid('exactly one RDN is expected');
  return rdn;
}

/** Names without escapes, quotations or `+`: nearly all, and worth reading without ceremony. */
const plain = /^[^\\"#+;<>\0]*$/;

/** Names read in a row, the members of a group say, mostly share their superior. */
let lastSuperior: { readonly text: string; readonly dn: Dn } = { text: '', dn: [] };

function readPlainDn(text: string): Dn {
  const comma = text.indexOf(',');
  if (comma < 0) return [readPlainRdn(text)];
  const above = text.slice(comma + 1);
  if (above !== lastSuperior.text) {
    lastSuperior = { text: above, dn: above.split(',').map(readPlainRdn) };
  }
  return [readPlainRdn(text.slice(0, comma)), ...lastSuperior.dn];
}

function readPlainRdn(text: string): Rdn {
  const equals = text.indexOf('=');
  if (equals < 0) throw invalid('an attribute type without “=”');
  const value = Buffer.from(trimSpaces(text, equals + 1));
  return [{ type: typeOf(text.slice(0, equals)), value }];
}

/** Only SPACE is insignificant around a value (RFC 4514 §3, Appendix B of RFC 2253 writers). */
function trimSpaces(text: string, from: number): string {
  let start = from;
  let end = text.length;
  while (text[start] === ' ') start += 1;
  while (end > start && text[end - 1] === ' ') end -= 1;
  return text.slice(start, end);
}

/** @throws LdapError when the text is neither a descriptor nor an OID */
function typeOf(text: string): string {
  const type = text.trim().replace(/^oid\./i, '');
  if (!descriptor.test(type)) throw invalid(`“${type}” is not an attribute type`);
  return type;
}

interface Reader {
  readonly text: string;
  at: number;
}

function readRdn(reader: Reader): Rdn {
  const avas: Ava[] = [];
  for (;;) {
    avas.push(readAva(reader));
    if (reader.text[reader.at] !== '+') return avas;
    reader.at += 1;
  }
}

function readAva(reader: Reader): Ava {
  const equals = reader.text.indexOf('=', reader.at);
  if (equals < 0) throw invalid('an attribute type without “=”');
  const type = typeOf(reader.text.slice(reader.at, equals));
  reader.at = equals + 1;
  while (reader.text[reader.at] === ' ') reader.at += 1;
  return { type, value: reader.text[reader.at] === '#' ? readHex(reader) : readString(reader) };
}

/** `#` and the BER of the value: the octets inside its one primitive element. */
function readHex(reader: Reader): Buffer {
  const match = /^#((?:[0-9A-Fa-f]{2})+) *(?=[,;+]|$)/.exec(reader.text.slice(reader.at));
  if (!match?.[1]) throw invalid('a malformed “#” value');
  reader.at += match[0].length;
  const ber = Buffer.from(match[1], 'hex');
  const length = ber[1] ?? 0x80;
  if (length >= 0x80 || length !== ber.length - 2) throw invalid('a “#” value that is not BER');
  return ber.subarray(2);
}

const escapable = new Set([' ', '"', '#', '+', ',', ';', '<', '=', '>', '\\']);

function readString(reader: Reader): Buffer {
  const { text } = reader;
  if (text[reader.at] === '"') return readQuoted(reader);
  const bytes: Buffer[] = [];
  let start = reader.at;
  let significant = 0;
  let length = 0;
  const push = (part: Buffer, trailingSpaces = 0): void => {
    bytes.push(part);
    length += part.length;
    if (trailingSpaces < part.length) significant = length - trailingSpaces;
  };
  const flush = (): void => {
    const run = text.slice(start, reader.at);
    if (run !== '') push(Buffer.from(run), trailingSpaces(run));
  };
  while (reader.at < text.length) {
    const char = text[reader.at] ?? '';
    if (char === ',' || char === ';' || char === '+') break;
    if (char === '"' || char === '<' || char === '>' || char === '\0') {
      throw invalid(`“${char}” must be escaped`);
    }
    if (char !== '\\') {
      reader.at += 1;
      continue;
    }
    flush();
    push(readEscape(reader));
    start = reader.at;
  }
  flush();
  return Buffer.concat(bytes).subarray(0, significant);
}

/** Only SPACE stands beside a value without being of it: a tab is (RFC 4514 §3). */
function trailingSpaces(run: string): number {
  let end = run.length;
  while (run[end - 1] === ' ') end -= 1;
  return run.length - end;
}

function readEscape(reader: Reader): Buffer {
  const next = reader.text[reader.at + 1] ?? '';
  if (escapable.has(next)) {
    reader.at += 2;
    return Buffer.from(next);
  }
  const pair = reader.text.slice(reader.at + 1, reader.at + 3);
  if (!/^[0-9A-Fa-f]{2}$/.test(pair)) {
    throw invalid('“\\” must be followed by a special or two hex digits');
  }
  reader.at += 3;
  return Buffer.from(pair, 'hex');
}

/** RFC 2253's quoted form, which old clients still send (RFC 4514 Appendix B). */
function readQuoted(reader: Reader): Buffer {
  const bytes: Buffer[] = [];
  reader.at += 1;
  for (;;) {
    const char = reader.text[reader.at];
    if (char === undefined) throw invalid('an unclosed quotation');
    if (char === '"') break;
    if (char === '\\') {
      bytes.push(readEscape(reader));
    } else {
      const point = String.fromCodePoint(reader.text.codePointAt(reader.at) ?? 0);
      bytes.push(Buffer.from(point));
      reader.at += point.length;
    }
  }
  reader.at += 1;
  while (reader.text[reader.at] === ' ') reader.at += 1;
  const next = reader.text[reader.at];
  if (next !== undefined && !',;+'.includes(next)) throw invalid('text after a quotation');
  return Buffer.concat(bytes);
}

function invalid(why: string): LdapError {
  return new LdapError('invalidDNSyntax', `invalid DN: ${why}`);
}

/** The RFC 4514 string of a name: only what must be escaped is, UTF-8 stays readable. */
export function formatDn(dn: Dn): string {
  return dn.map(formatRdn).join(',');
}

/** The RFC 4514 string of one relative name. */
export function formatRdn(rdn: Rdn): string {
  return rdn.map(({ type, value }) => `${type}=${escapeValue(value)}`).join('+');
}

/**
 * Escapes octets so that they stand in a DN as one value (RFC 4514 §2.4): hexadecimal pairs, the
 * form that every reader of names knows and that OpenLDAP answers with, `=` among them.
 */
export function escapeValue(value: Buffer): string {
  if (!isUtf8(value)) {
    return [...value].map((byte) => `\\${byte.toString(16).padStart(2, '0')}`).join('');
  }
  return value.toString('utf8').replace(/^[ #]|[\0\\",+;<=>]| $/g, hexEscaped);
}

function hexEscaped(char: string): string {
  return `\\${char.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`;
}
