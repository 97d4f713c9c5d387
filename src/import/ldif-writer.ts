import { isUtf8 } from 'node:buffer';
import type { Attribute, Entry } from '../model/entry.js';

/**
 * Narrower than `SAFE-STRING` (RFC 2849): printable ASCII only, no trailing space (its note 8),
 * so that a reader never meets a control character it would have to guess at.
 */
const safe = /^(?:[!-9;=-~](?:[ -~]*[!-~])?)?$/;

const foldAt = 76;

/** The LDIF content record of an entry (RFC 2849), its blank line included. */
export function formatLdifEntry(entry: Entry): string {
  const attributes = [...entry.attributes.values()].flatMap(formatAttribute);
  return [formatLdifLine('dn', Buffer.from(entry.dn)), ...attributes, '', ''].join('\n');
}

function formatAttribute({ description, values }: Attribute): string[] {
  return values.map((value) => formatLdifLine(description, value));
}

/** `name: value`, or base64 where the value is not safe; folded at 76 columns. */
export function formatLdifLine(name: string, value: Buffer): string {
  const text = isUtf8(value) ? value.toString('utf8') : undefined;
  const line =
    text !== undefined && safe.test(text)
      ? `${name}: ${text}`.trimEnd()
      : `${name}:: ${value.toString('base64')}`;
  return fold(line);
}

function fold(line: string): string {
  if (line.length <= foldAt) return line;
  const parts = [line.slice(0, foldAt)];
  for (let at = foldAt; at < line.length; at += foldAt - 1) {
    parts.push(` ${line.slice(at, at + foldAt - 1)}`);
  }
  return parts.join('\n');
}
