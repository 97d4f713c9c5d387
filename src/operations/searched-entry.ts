import type { AccessView, EntryAccess, Target } from '../access/policy.js';
import type { EncodedEntry } from '../model/encoded-entry.js';
import type { Reader } from '../store/reader.js';
import { targetOf } from './access-of.js';
import { computedValues } from './computed.js';
import type { Kernel } from './context.js';
import type { EntryView } from './entry-view.js';

/** The root DN's rights do not depend on the entry: none needs reading for them. */
const anything: Target = { dn: '', entryUuid: '', classes: new Set(), inGroup: () => false };

/**
 * The entry that a search is looking at, moved from one to the next. The reader's bytes are
 * valid until its next call only: whatever calls it marks them old, and they are read again.
 */
export class SearchedEntry implements EntryView {
  readonly #kernel: Kernel;
  readonly #reader: Reader;
  readonly #view: AccessView;
  #id = 0;
  #encoded: EncodedEntry | undefined;
  #access: EntryAccess | undefined;
  /** The last computed attribute: a filter and the answer often want the same. */
  #computed: { readonly key: string; readonly values: readonly Buffer[] } | undefined;

  constructor(kernel: Kernel, reader: Reader, view: AccessView) {
    this.#kernel = kernel;
    this.#reader = reader;
    this.#view = view;
  }

  /** Moves to an entry; false when there is none of that id. */
  load(id: number): boolean {
    this.#id = id;
    this.#access = undefined;
    this.#computed = undefined;
    this.#encoded = this.#reader.encoded(id);
    return this.#encoded !== undefined;
  }

  get id(): number {
    return this.#id;
  }

  get encoded(): EncodedEntry {
    this.#encoded ??= this.#reader.encoded(this.#id);
    if (!this.#encoded) throw new Error(`entry ${this.#id} has left its snapshot`);
    return this.#encoded;
  }

  get access(): EntryAccess {
    if (!this.#access && this.#view.subject.kind === 'root') this.#access = this.#view.on(anything);
    if (!this.#access) {
      const readerMoves = (): void => {
        this.readerMoves();
      };
      const target = targetOf(this.#kernel, this.#reader, this.#id, this.encoded, readerMoves);
      this.#access = this.#view.on(target);
    }
    return this.#access;
  }

  computed(key: string): readonly Buffer[] {
    if (this.#computed?.key === key) return this.#computed.values;
    this.readerMoves();
    const values = computedValues(
      { kernel: this.#kernel, reader: this.#reader, id: this.#id, encoded: () => this.encoded },
      key,
    );
    this.readerMoves();
    this.#computed = { key, values };
    return values;
  }

  /** The bytes are of the past once the reader is used for anything else. */
  readerMoves(): void {
    this.#encoded = undefined;
  }
}
