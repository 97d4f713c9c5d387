/**
 * What a French word keeps when it is misspelt. Two codes:
 *
 * The **letters** that are heard, each for itself and whatever stands beside it, so that one slip
 * of the pen stays one slip of the code: f for ph, k for c, q and qu, i for y, s for z, v for w,
 * no h, and a doubled consonant as one.
 *
 *     Quéméner, Kemener  →  kemener        Philippe, Filipe  →  filipe
 *
 * The **sound** of the whole, for what several letters spell together: Moreau and Moro, Renaud and
 * Reno, Dupont and Dupond.
 */

/** To be raised whenever some word gets another code: index rows on disk are then made anew. */
export const spellingEdition = 1;

const heard: ReadonlyMap<string, string> = new Map([
  ['ph', 'f'],
  ['qu', 'k'],
  ['q', 'k'],
  ['c', 'k'],
  ['y', 'i'],
  ['z', 's'],
  ['w', 'v'],
  ['h', ''],
]);
const heardOtherwise = /ph|qu|[qcyzwh]/g;
const doubled = /([^aeiou0-9])\1+/g;

/** The letters heard in a word of `words.ts`. */
export function lettersOf(word: string): string {
  return word.replace(heardOtherwise, (letters) => heard.get(letters) ?? '').replace(doubled, '$1');
}

const sounds: readonly (readonly [spelt: RegExp, sound: string])[] = [
  [/ph/g, 'f'],
  [/s?c(?=[eiy])/g, 's'],
  [/sch|sh/g, 'ch'],
  [/g(?=[eiy])/g, 'j'],
  [/gu(?=[eiy])/g, 'g'],
  [/ck|qu|[qc](?!h)/g, 'k'],
  [/eau|aul?(?=t)|au/g, 'o'],
  [/ai[nm](?![aeiouy])|ei[nm](?![aeiouy])|[iy][nm](?![aeiouynm])/g, 'in'],
  [/[ae][nm](?![aeiouynm])/g, 'an'],
  [/[ae][iy]/g, 'e'],
  [/(?<!c)h/g, ''],
  [/y/g, 'i'],
  [/z/g, 's'],
  [/w/g, 'v'],
  [/(.)\1+/g, '$1'],
  [/(?<=..)[tdsxpe]+$/, ''],
];

/** The sound of a word of `words.ts`. */
export function soundOf(word: string): string {
  return sounds.reduce((text, [spelt, sound]) => text.replace(spelt, sound), word);
}

/** Shorter words, and numbers, are found as they are written or not at all. */
const misspeltLengthMin = 3;
/** Before a sound, which no letter of a code is. */
const soundMark = '~';

export function mayBeMisspelt(word: string): boolean {
  return word.length >= misspeltLengthMin && !/[0-9]/.test(word);
}

/**
 * What two words share when one may be a misspelling of the other: the code of letters, whole and
 * without any one of them, and the sound. Leaving one letter out of both covers a letter more, a
 * letter less, another letter, and two letters that changed places.
 */
export function slipsOf(word: string): readonly string[] {
  if (!mayBeMisspelt(word)) return [];
  const letters = lettersOf(word);
  const slips = new Set([letters, `${soundMark}${soundOf(word)}`]);
  for (let at = 0; at < letters.length; at += 1) {
    slips.add(letters.slice(0, at) + letters.slice(at + 1));
  }
  slips.delete('');
  return [...slips];
}

/** Whether one word may be a misspelling of the other. */
export function shareSlip(one: string, other: string): boolean {
  const slips = new Set(slipsOf(one));
  return slipsOf(other).some((slip) => slips.has(slip));
}
