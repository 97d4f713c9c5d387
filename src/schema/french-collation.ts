import { isAscii, isUtf8 } from 'node:buffer';
import { approximateKey } from './approximate.js';

/**
 * Keys whose octets are in the order of a French dictionary: the letters first, as
 * `approximate.ts` folds them, then, among words of the same letters, their accents from left to
 * right: cote, coté, côte, côté. Case and punctuation never count.
 *
 *     Côté   →  c o t e  00  c o ^ t e ´
 *     COTE   →  c o t e
 */

/** In the order in which they break ties, that of the Unicode collation algorithm. */
const marks = '\u0301\u0300\u0306\u0302\u030c\u030a\u0308\u030b\u0303\u0307\u0327\u0328\u0304';

/** A mark stands for itself by a character that follows every letter and digit. */
const firstMark = 0xe000;
const ligature = String.fromCodePoint(firstMark + marks.length);
const anyMark = /[\u0300-\u036F]/g;

const ligatures: ReadonlyMap<string, string> = new Map([
  ['æ', `a${ligature}e`],
  ['œ', `o${ligature}e`],
  ['ß', `s${ligature}s`],
]);
const anyLigature = /[æœß]/g;
const counted = /[^\p{L}\p{N}\p{M}]|[\u02B0-\u02FF]/gu;
const terminator = Buffer.from([0]);

/** The sort key of a value; values equal at primary strength share what comes before 00. */
export function collationKey(value: Buffer): Buffer {
  const letters = approximateKey(value);
  if (isAscii(value) || !isUtf8(value)) return letters;
  const text = value.toString('utf8').toLowerCase().normalize('NFD').replace(counted, '');
  const accents = text
    .replace(anyLigature, (letter) => ligatures.get(letter) ?? letter)
    .replace(anyMark, markOf);
  return accents === text ? letters : Buffer.concat([letters, terminator, Buffer.from(accents)]);
}

function markOf(mark: string): string {
  const rank = marks.indexOf(mark);
  return rank < 0 ? ligature : String.fromCodePoint(firstMark + rank);
}
