import type { FirstIds, Postings, ReadingMax, WordIndex } from '../reader.js';
import { prefixEnd, type Rows, type View } from '../rows.js';
import { noIds } from './id-set.js';
import { indexKey, indexKindNumbers, indexPrefix } from './index-key.js';
import { firstIds } from './index-walk.js';
import { chunksEnd, nothing, postingsAt } from './posting-list.js';
import { wordsLike } from './spellings.js';

/** The words of one attribute as they are on disk. */
export class StoredWords implements WordIndex {
  readonly #rows: Rows<Buffer>;
  readonly #view: View;
  readonly #attribute: number;

  constructor(source: { readonly rows: Rows<Buffer>; readonly view: View }, attribute: number) {
    this.#rows = source.rows;
    this.#view = source.view;
    this.#attribute = attribute;
  }

  entries(word: string): Postings {
    const listKey = indexKey(this.#attribute, indexKindNumbers.word, Buffer.from(word));
    return postingsAt(this.#rows, listKey, { view: this.#view, exact: true });
  }

  beginning(start: string, most: ReadingMax): FirstIds {
    const key = Buffer.from(start);
    const own = indexKey(this.#attribute, indexKindNumbers.word, key);
    const end = prefixEnd(indexPrefix(this.#attribute, indexKindNumbers.word, key));
    return firstIds(this.#rows, { ...this.#view, start: chunksEnd(own), end }, most);
  }

  like(word: string): readonly string[] {
    return wordsLike(this.#rows, { view: this.#view, attribute: this.#attribute }, word);
  }
}

/** Of an attribute that no entry ever had. */
export const noWords: WordIndex = {
  entries: () => nothing,
  beginning: () => ({ ids: noIds, complete: true }),
  like: () => [],
};
