import { isUtf8 } from 'node:buffer';
import { approximatePart } from './approximate.js';

/**
 * The words of a name or a place, as whoever looks for it may write them: parted at spaces,
 * hyphens, apostrophes and every other sign, folded as `approximate.ts` folds, and joined again
 * to one another.
 *
 *     L'HÉNORET      →  henoret, lhenoret
 *     MORIN-LE DÛ    →  morin, le, du, morinle, ledu, morinledu
 *     St-Brieuc      →  saint, brieuc, saintbrieuc
 *
 * A part of one letter tells nothing alone: it stands in what it is joined to.
 */

/** To be raised whenever some value gets other words: index rows on disk are then made anew. */
export const wordsEdition = 1;

const valueBytesMax = 256;
const partsMax = 8;
export const wordLengthMax = 40;

const plain = /^[\x20-\x7e]*$/;
const betweenPlain = /[^a-z0-9]+/;
/** Modifier letters too: the apostrophe of Breton c’h may be one (U+02BC). */
const between = /(?:[^\p{L}\p{N}\p{M}]|[\u02B0-\u02FF])+/u;

const inFull: ReadonlyMap<string, string> = new Map([
  ['st', 'saint'],
  ['ste', 'sainte'],
]);

/** The parts of a text in order, folded, none empty. */
export function partsOf(text: string): string[] {
  const lower = text.toLowerCase();
  const parts = plain.test(lower)
    ? lower.split(betweenPlain)
    : lower.normalize('NFKD').split(between).map(folded);
  return parts
    .filter((part) => part !== '')
    .slice(0, partsMax)
    .map((part) => (inFull.get(part) ?? part).slice(0, wordLengthMax));
}

const folded = (part: string): string => approximatePart(Buffer.from(part)).toString('utf8');

/** Parts written as one. */
export function joinedWord(parts: readonly string[]): string {
  return parts.join('').slice(0, wordLengthMax);
}

/** What a value is found by, each word once; nothing of octets that are no text. */
export function wordsOf(value: Buffer): readonly string[] {
  if (value.length > valueBytesMax || !isUtf8(value)) return [];
  const parts = partsOf(value.toString('utf8'));
  const [first = ''] = parts;
  if (parts.length < 2) return first === '' ? [] : [first];
  const words = new Set(parts.filter((part) => part.length > 1));
  for (let at = 1; at < parts.length; at += 1) words.add(joinedWord(parts.slice(at - 1, at + 1)));
  if (parts.length > 2) words.add(joinedWord(parts));
  return [...words];
}
