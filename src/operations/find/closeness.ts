import { lettersOf, mayBeMisspelt, shareSlip, soundOf } from '../../schema/spelling.js';

/**
 * How close a word typed is to one that is there: 1 for the same, 0 for another word altogether.
 * A beginning comes before a word that sounds or is written alike, and that before one that is
 * two slips away.
 */
export const closenessOf = {
  same: 1,
  /** And up to this much more, the less of the word is missing. */
  beginning: 0.86,
  beginningMore: 0.1,
  /** Of an identifier, which is looked for whole more often than not. */
  beginningOfIdentifier: 0.7,
  sameLetters: 0.84,
  oneSlip: 0.82,
  sameSound: 0.76,
  oneSlipOfLetters: 0.72,
  twoSlips: 0.6,
  /** Of a word that shares pairs of letters with it, so much for sharing all. */
  likeness: 0.5,
} as const;

/** Both are folded words of `schema/words.ts`. */
export type Closeness = (asked: string, word: string) => number;

/** In words shorter than this one slip makes another word. */
const slipLengthMin = 4;
const twoSlipsLengthMin = 6;
/** Words of the same sound differ by more letters than slips do. */
const lengthsApartMax = 4;
/** What a slip in a very short word counts for. */
const shortWord = 0.7;

/** Of a word as typed: the same, a beginning, or another. */
export function closenessAsTyped(asked: string, word: string): number {
  if (asked === word) return closenessOf.same;
  if (!word.startsWith(asked)) return 0;
  return closenessOf.beginning + (closenessOf.beginningMore * asked.length) / word.length;
}

/**
 * The same, of a word that may be misspelt: only of such words as the index leads to from the one
 * typed, lest who is found by them depend on by what else it was offered.
 */
export function closenessMisspelt(asked: string, word: string): number {
  const asTyped = closenessAsTyped(asked, word);
  if (asTyped > 0 || !mayBeMisspelt(asked) || !mayBeMisspelt(word)) return asTyped;
  if (Math.abs(asked.length - word.length) > lengthsApartMax) return 0;
  const isShort = Math.min(asked.length, word.length) < slipLengthMin;
  const close = misspelling(asked, word) * (isShort ? shortWord : 1);
  return close > 0 && shareSlip(asked, word) ? close : 0;
}

/** Less like one another than this, words are different words. */
const likenessMin = 0.35;

/** Of a word that would be beyond recognition but for the company it is in. */
export function closenessFar(asked: string, word: string): number {
  if (/[0-9]/.test(asked)) return 0;
  const like = likeness(lettersOf(asked), lettersOf(word));
  return like < likenessMin ? 0 : like * closenessOf.likeness;
}

/** The part of their letters and pairs of letters that two words share (Dice's coefficient). */
function likeness(a: string, b: string): number {
  const [its, others] = [gramsOf(a), gramsOf(b)];
  const all = its.length + others.length;
  let shared = 0;
  for (const gram of its) {
    const at = others.indexOf(gram);
    if (at < 0) continue;
    others.splice(at, 1);
    shared += 1;
  }
  return (2 * shared) / all;
}

function gramsOf(letters: string): string[] {
  const pairs = Array.from(letters, (letter, at) => (letters[at - 1] ?? '') + letter);
  return [...Array.from(letters), ...pairs.slice(1)];
}

function misspelling(asked: string, word: string): number {
  const [letters, itsLetters] = [lettersOf(asked), lettersOf(word)];
  if (letters === itsLetters) return closenessOf.sameLetters;
  const slips = editDistance(asked, word, 2);
  if (slips === 1) return closenessOf.oneSlip;
  if (soundOf(asked) === soundOf(word)) return closenessOf.sameSound;
  if (letters.length > 2 && editDistance(letters, itsLetters, 1) === 1) {
    return closenessOf.oneSlipOfLetters;
  }
  const isLong = Math.min(asked.length, word.length) >= twoSlipsLengthMin;
  return slips === 2 && isLong ? closenessOf.twoSlips : 0;
}

/**
 * Letters added, left out, changed, or neighbours that changed places (Damerau and Levenshtein,
 * each letter touched once), as far as `most`; one more where it is more.
 */
export function editDistance(a: string, b: string, most: number): number {
  if (Math.abs(a.length - b.length) > most) return most + 1;
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    let least = i;
    for (let j = 1; j <= b.length; j += 1) {
      const isSame = a[i - 1] === b[j - 1];
      let cost = Math.min(
        (last[j] ?? 0) + 1,
        (row[j - 1] ?? 0) + 1,
        (last[j - 1] ?? 0) + (isSame ? 0 : 1),
      );
      const isTurned = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      if (isTurned) cost = Math.min(cost, (before[j - 2] ?? 0) + 1);
      row.push(cost);
      least = Math.min(least, cost);
    }
    if (least > most) return most + 1;
    [before, last] = [last, row];
  }
  return Math.min(last[b.length] ?? 0, most + 1);
}
