import type { AccessView, EntryAccess, Target } from '../../access/policy.js';
import type { EncodedEntry } from '../../model/encoded-entry.js';
import type { Reader } from '../../store/reader.js';
import { computedValues } from './computed.js';
import type { Kernel } from '../context.js';
import { dnTextOf } from '../dn-text.js';
import type { EntryView } from './entry-view.js';
import { classesOf, firstText } from '../filter/slice-values.js';

/** Whether only reading follows, or whoever asks may want to write as well (`AccessView`). */
export type AccessPace = 'reading' | 'writing';

const nothing: readonly Buffer[] = [];

/** The root DN's rights do not depend on the entry: none needs reading for them. */
const anything: Target = { dn: '', entryUuid: '', classes: new Set(), inGroup: () => false };

/**
 * The entry that a search is looking at, moved from one to the next. The reader's bytes are
 * valid until its next call only: whatever calls it marks them old, and they are read again.
 * It is also the target that the access rules look at: what no rule asks for is not read.
 */
export class SearchedEntry implements EntryView, Target {
  readonly #kernel: Kernel;
  readonly #reader: Reader;
  readonly #view: AccessView;
  readonly #pace: AccessPace;
  #id = 0;
  #encoded: EncodedEntry | undefined;
  #access: EntryAccess | undefined;
  /** The last computed attribute: a filter and the answer often want the same. */
  #computed: { readonly key: string; readonly values: readonly Buffer[] } | undefined;

  constructor(kernel: Kernel, reader: Reader, view: AccessView, pace: AccessPace = 'reading') {
    this.#kernel = kernel;
    this.#reader = reader;
    this.#view = view;
    this.#pace = pace;
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
    return (this.#access ??= this.#decideAccess());
  }

  #decideAccess(): EntryAccess {
    const view = this.#view;
    if (view.subject.kind === 'root') return view.on(anything);
    return this.#pace === 'reading' ? view.reading(this) : view.on(this);
  }

  get dn(): string {
    return dnTextOf(this.#kernel, this.encoded.dn.toString('utf8'));
  }

  get entryUuid(): string {
    return firstText(this.encoded, 'entryUUID') ?? '';
  }

  get classes(): ReadonlySet<string> {
    return classesOf(this.#kernel, this.encoded);
  }

  inGroup(): boolean {
    this.readerMoves();
    return this.#kernel.subjects.groupsOf(this.#reader, this.#id).size > 0;
  }

  computed(key: string): readonly Buffer[] {
    if (this.#computed?.key === key) return this.#computed.values;
    // Every answer of all attributes asks for it: nothing is read for what is no group.
    if (key === 'member' && !this.classes.has('groupofnames')) return nothing;
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
