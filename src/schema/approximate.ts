import { isUtf8 } from 'node:buffer';
import { foldCase } from './string-preparation.js';

/**
 * Approximate matching for French names: accents, case, ligatures, spaces, hyphens, apostrophes
 * and every other sign that is neither letter nor digit are dropped, so that `helene` finds
 * Hélène, `legoff` LE GOFF and `lhenoret` L'HÉNORET. Values that are equal by caseIgnoreMatch
 * have the same key: `~=` is never narrower than `=`.
 *
 * The same keys are those of French collation at primary strength, punctuation ignored: their
 * octets are in the order of the alphabet, É beside E and LE GOFF beside LEGOFF. Letters that
 * another language counts apart (þ, ı, ŋ, ŧ) stand with the letters that a French reader takes
 * them for; other scripts follow in the order of their code points.
 */

/** To be raised whenever some value gets another key: index rows on disk are then made anew. */
export const approximateEdition = 2;

const letters: ReadonlyMap<string, string> = new Map([
  ['æ', 'ae'],
  ['œ', 'oe'],
  ['ø', 'o'],
  ['đ', 'd'],
  ['ð', 'd'],
  ['ł', 'l'],
  ['ŋ', 'n'],
  ['ŧ', 't'],
  ['þ', 'th'],
  ['ħ', 'h'],
  ['ı', 'i'],
]);
const unlikeBase = /[æœøđðłŋŧþħı]/g;
/** Modifier letters too: the apostrophe of Breton c’h may be one (U+02BC). */
const neitherLetterNorDigit = /[^\p{L}\p{N}]|[\u02B0-\u02FF]/gu;

/** The key of a value or of an assertion; never empty. */
export function approximateKey(value: Buffer): Buffer {
  return approximatePart(value, ' ');
}

/** The key of one part of a substring assertion; may be empty, and is then found everywhere. */
export function approximatePart(part: Buffer, whenEmpty = ''): Buffer {
  const plain = asciiPart(part);
  if (plain !== undefined) return plain.length === 0 ? Buffer.from(whenEmpty) : plain;
  if (!isUtf8(part)) return part;
  const lower = part.toString('utf8').toLowerCase();
  const folded = foldCase(lower.normalize('NFKD'))
    .normalize('NFKD')
    .replace(neitherLetterNorDigit, '')
    .replace(unlikeBase, (letter) => letters.get(letter) ?? letter);
  return Buffer.from(folded === '' ? whenEmpty : folded);
}

/** Of ASCII the letters, small, and the digits; undefined for anything beyond it. */
function asciiPart(part: Buffer): Buffer | undefined {
  let kept = 0;
  for (let at = 0; at < part.length; at += 1) {
    const octet = part[at] ?? 0;
    if (octet >= 0x80) return undefined;
    if (smallOf(octet) !== 0) kept += 1;
  }
  const small = Buffer.allocUnsafe(kept);
  let length = 0;
  for (let at = 0; at < part.length; at += 1) {
    const octet = smallOf(part[at] ?? 0);
    if (octet !== 0) small[length++] = octet;
  }
  return small;
}

/** A digit or a small letter as it is, a capital as its small letter, 0 for anything else. */
function smallOf(octet: number): number {
  if (octet >= 0x61 && octet <= 0x7a) return octet;
  if (octet >= 0x41 && octet <= 0x5a) return octet + 0x20;
  return octet >= 0x30 && octet <= 0x39 ? octet : 0;
}
