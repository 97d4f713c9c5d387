import { joinedWord, partsOf } from '../../schema/words.js';

/** What someone typed to find a person, taken apart. */
export interface FindQuery {
  /** The parts of the words typed, folded, in order. */
  readonly parts: readonly string[];
  readonly readings: readonly Reading[];
}

/** One way to read some of the parts: they are found if one of theirs is. */
export type Reading = {
  /** Parts from this one … */
  readonly from: number;
  /** … to this one, excluded. */
  readonly to: number;
} & (
  | /** As a word of a name or a place: a part, or parts written as one. */
    { readonly kind: 'word'; readonly word: string }
    /** As the beginning of an identifier, as typed. */
  | { readonly kind: 'identifier'; readonly text: string }
);

/** Parts read as one word. */
export type WordReading = Extract<Reading, { readonly kind: 'word' }>;

export const queryLengthMax = 100;
const wordsMax = 6;
const partsMax = 10;

/**
 * Takes a text apart at its spaces into words and those, at their signs, into parts. Parts may
 * belong together though written apart (`le goff`), and apart though written together.
 *
 *     l'henoret brest  →  l  henoret  brest
 *                         words: l, henoret, brest, lhenoret, henoretbrest
 *                         identifiers: l'henoret, brest
 */
export function readQuery(text: string): FindQuery {
  const typed = text.slice(0, queryLengthMax).trim();
  const written = /^[\d\s]+$/.test(typed) ? spacedNumbers(typed) : typed.split(/\s+/);
  const parts: string[] = [];
  const readings: Reading[] = [];
  for (const word of written.slice(0, wordsMax)) {
    const from = parts.length;
    parts.push(...partsOf(word).slice(0, partsMax - from));
    const to = parts.length;
    if (from === to) continue;
    readings.push({ kind: 'identifier', from, to, text: word });
    if (to - from > 2) readings.push(wordOf(parts, from, to));
  }
  for (let at = 0; at < parts.length; at += 1) {
    readings.push(wordOf(parts, at, at + 1));
    if (at + 1 < parts.length) readings.push(wordOf(parts, at, at + 2));
  }
  return { parts, readings };
}

/** Numbers are often dictated in groups: long ones are one number. */
function spacedNumbers(typed: string): string[] {
  const digits = typed.replace(/\s+/g, '');
  return digits.length > 5 ? [digits] : typed.split(/\s+/);
}

function wordOf(parts: readonly string[], from: number, to: number): Reading {
  return { kind: 'word', from, to, word: joinedWord(parts.slice(from, to)) };
}

/** A letter among words, as of `d'` or an initial: welcome where it fits, and no condition. */
export function isOptional({ parts }: FindQuery, at: number): boolean {
  return (parts[at] ?? '').length === 1 && parts.some((part) => part.length > 1);
}
