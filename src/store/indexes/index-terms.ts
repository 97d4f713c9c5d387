import { approximateKey } from '../../schema/approximate.js';
import { wordsOf } from '../../schema/words.js';
import { boundedKey, indexKey, indexKindNumbers } from './index-key.js';
import { foldedGrams, gramKey, gramsOfValue } from './grams.js';
import type { IndexedAttribute } from './index-plan.js';

export const gramKinds = [
  indexKindNumbers.substring,
  indexKindNumbers.approximateSubstring,
] as const;
export type GramKind = (typeof gramKinds)[number];

/** Receives what an entry's values put into the indexes; the same term may come twice. */
export interface TermSink {
  term(kind: number, key: Buffer): void;
  /** Substring codes (`grams.ts`), valid during the call. */
  grams(kind: GramKind, codes: Uint32Array): void;
}

const noKey = Buffer.alloc(0);

/** The terms of all values that an entry has of one type, whatever their options. */
export function eachTerm(
  indexed: IndexedAttribute,
  values: readonly Buffer[],
  sink: TermSink,
): void {
  if (values.length === 0) return;
  if (indexed.presence) sink.term(indexKindNumbers.presence, noKey);
  for (const value of values) {
    const equality = indexed.equality?.prepareValue(value);
    if (equality !== undefined) sink.term(indexKindNumbers.equality, boundedKey(equality));
    const ordering = indexed.ordering?.prepareValue(value);
    if (ordering !== undefined) sink.term(indexKindNumbers.ordering, boundedKey(ordering));
    const substring = indexed.initialByEquality ? equality : indexed.substring?.prepareValue(value);
    const codes = indexed.substring && substring && gramsOfValue(substring);
    if (codes) sink.grams(indexKindNumbers.substring, codes);
    if (indexed.approximate) {
      const folded = approximateKey(value);
      sink.term(indexKindNumbers.approximate, boundedKey(folded));
      if (codes) sink.grams(indexKindNumbers.approximateSubstring, foldedGrams(folded, codes));
    }
    if (indexed.words) wordTerms(value, sink);
  }
}

/** The words of values seen lately: names and communes come again and again in a bulk load. */
const knownWords = new Map<string, readonly Buffer[]>();
const knownWordsMax = 4_096;

function wordTerms(value: Buffer, sink: TermSink): void {
  const text = value.toString('latin1');
  let words = knownWords.get(text);
  if (words === undefined) {
    words = wordsOf(value).map((word) => Buffer.from(word));
    if (knownWords.size >= knownWordsMax) knownWords.clear();
    knownWords.set(text, words);
  }
  for (const word of words) sink.term(indexKindNumbers.word, word);
}

/** The keys of the posting lists that an entry's values of one type stand in. */
export function listKeysOf(
  indexed: IndexedAttribute,
  attributeNumber: number,
  values: readonly Buffer[],
): Map<string, Buffer> {
  const keys = new Map<string, Buffer>();
  const add = (kind: number, key: Buffer): void => {
    const listKey = indexKey(attributeNumber, kind, key);
    keys.set(listKey.toString('latin1'), listKey);
  };
  eachTerm(indexed, values, {
    term: add,
    grams: (kind, codes) => {
      for (const code of codes) add(kind, gramKey(code));
    },
  });
  return keys;
}
