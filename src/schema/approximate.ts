import { isUtf8 } from 'node:buffer';
import { foldCase } from './string-preparation.js';

/**
 * Approximate matching for French names: accents, case, ligatures, spaces, hyphens, apostrophes
 * and every other sign that is neither letter nor digit are dropped, so that `helene` finds
 * Hélène, `legoff` LE GOFF and `lhenoret` L'HÉNORET. Values that are equal by caseIgnoreMatch
 * have the same key: `~=` is never narrower than `=`.
 */

const letters: ReadonlyMap<string, string> = new Map([
  ['æ', 'ae'],
  ['œ', 'oe'],
  ['ø', 'o'],
  ['đ', 'd'],
  ['ð', 'd'],
  ['ł', 'l'],
  ['þ', 'th'],
  ['ħ', 'h'],
  ['ı', 'i'],
]);
const unlikeBase = /[æœøđðłþħı]/g;
const asciiWord = /^[a-z0-9]+$/;
const neitherLetterNorDigit = /[^\p{L}\p{N}]/gu;

/** The key of a value or of an assertion; never empty. */
export function approximateKey(value: Buffer): Buffer {
  return approximatePart(value, ' ');
}

/** The key of one part of a substring assertion; may be empty, and is then found everywhere. */
export function approximatePart(part: Buffer, whenEmpty = ''): Buffer {
  if (!isUtf8(part)) return part;
  const lower = part.toString('utf8').toLowerCase();
  if (asciiWord.test(lower)) return Buffer.from(lower, 'latin1');
  const folded = foldCase(lower.normalize('NFKD'))
    .normalize('NFKD')
    .replace(neitherLetterNorDigit, '')
    .replace(unlikeBase, (letter) => letters.get(letter) ?? letter);
  return Buffer.from(folded === '' ? whenEmpty : folded);
}
