import { approximateKey } from '../../schema/approximate.js';
import { boundedKey, indexKey, indexKindNumbers } from './index-key.js';
import { gramKey, gramsOfValue } from './grams.js';
import type { IndexedAttribute } from './index-plan.js';

/** Receives what an entry's values put into the indexes; the same term may come twice. */
export interface TermSink {
  term(kind: number, key: Buffer): void;
  /** Substring codes (`grams.ts`), valid during the call. */
  grams(codes: Uint32Array): void;
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
    if (indexed.approximate) {
      sink.term(indexKindNumbers.approximate, boundedKey(approximateKey(value)));
    }
    const substring = indexed.initialByEquality ? equality : indexed.substring?.prepareValue(value);
    if (substring !== undefined && indexed.substring !== undefined) {
      sink.grams(gramsOfValue(substring));
    }
  }
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
    grams: (codes) => {
      for (const code of codes) add(indexKindNumbers.substring, gramKey(code));
    },
  });
  return keys;
}
