import type { SubstringPosition } from './definitions.js';
import { prepareString } from './string-preparation.js';

/**
 * Insignificant space handling (RFC 4518 §2.6.1). A prepared value starts and ends with one
 * SPACE and has two between words, a part of a substring assertion has what its position asks:
 * so a prepared part is found in a prepared value exactly when the rule says that it matches.
 *
 *     value    "Jean   Pierre"  →  " jean  pierre "
 *     initial  "jean p"         →  " jean  p"
 *     any      "n p"            →  "n  p"
 *     value    "   "            →  "  "
 */

/** A space counts as one only when no combining mark sits on it. */
const spaces = /(?: (?!\p{M}))+/u;

/** The first combining mark is U+0300. */
const marksPossible = /[^\0-\u02FF\u2019]/;

const asciiLength = 128;

/** What each ASCII octet maps to; 0 is "nothing", which NUL itself maps to. */
function asciiMap(foldCase: boolean): Uint8Array {
  return Uint8Array.from({ length: asciiLength }, (_, byte) => {
    if (byte >= 0x09 && byte <= 0x0d) return 0x20;
    if (byte < 0x20 || byte === 0x7f) return 0;
    return foldCase && byte >= 0x41 && byte <= 0x5a ? byte + 0x20 : byte;
  });
}

const exactMap = asciiMap(false);
const foldedMap = asciiMap(true);

/** Preparing is synchronous, so one buffer serves every value of ordinary length. */
const scratch = Buffer.allocUnsafe(4096);

/** The key of a whole value; undefined when the octets are no preparable string. */
export function prepareText(value: Buffer, foldCase: boolean): Buffer | undefined {
  return prepareAscii(value, foldCase) ?? prepareUnicode(value, foldCase);
}

/** One pass, no string made: nearly every value of a directory comes this way. */
function prepareAscii(value: Buffer, foldCase: boolean): Buffer | undefined {
  const room = 2 * value.length + 2;
  const out = room <= scratch.length ? scratch : Buffer.allocUnsafe(room);
  const map = foldCase ? foldedMap : exactMap;
  let length = 0;
  let gap = true;
  for (const byte of value) {
    if (byte >= asciiLength) return undefined;
    const mapped = map[byte] ?? 0;
    if (mapped === 0) continue;
    if (mapped === 0x20) {
      gap = true;
      continue;
    }
    if (gap) {
      if (length > 0) out[length++] = 0x20;
      out[length++] = 0x20;
      gap = false;
    }
    out[length++] = mapped;
  }
  if (length === 0) out[length++] = 0x20;
  out[length++] = 0x20;
  return Buffer.from(out.subarray(0, length));
}

function prepareUnicode(value: Buffer, foldCase: boolean): Buffer | undefined {
  const text = prepareString(value, foldCase);
  if (text === undefined) return undefined;
  const words = wordsOf(text);
  return Buffer.from(words.length === 0 ? '  ' : ` ${words.join('  ')} `);
}

/** The key of one part of a substring assertion. */
export function prepareTextPart(
  part: Buffer,
  position: SubstringPosition,
  foldCase: boolean,
): Buffer | undefined {
  const text = prepareString(part, foldCase);
  if (text === undefined) return undefined;
  const words = wordsOf(text);
  if (words.length === 0) return Buffer.from(' ');
  const first = position === 'initial' || /^ (?!\p{M})/u.test(text) ? ' ' : '';
  const last = position === 'final' || text.endsWith(' ') ? ' ' : '';
  return Buffer.from(`${first}${words.join('  ')}${last}`);
}

function wordsOf(text: string): string[] {
  return text.split(marksPossible.test(text) ? spaces : ' ').filter((word) => word !== '');
}
