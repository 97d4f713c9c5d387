import type { AccessView, EntryAccess, Target } from '../../access/policy.js';
import type { EncodedEntry } from '../../model/encoded-entry.js';
import type { Reader } from '../../store/reader.js';
import { type ComputedAt, computedMembers, computedValues, mayHaveMembers } from './computed.js';
import type { Kernel } from '../context.js';
import { dnTextOf } from '../dn-text.js';
import type { ComputedMembers, EntryView } from './entry-view.js';
import { classesOf, startsWithValue } from '../filter/slice-values.js';

/** Whether only reading follows, or whoever asks may want to write as well (`AccessView`). */
export type AccessPace = 'reading' | 'writing';

/** The root DN's rights do not depend on the entry: none needs reading for them. */
const anything: Target = {
  dn: '',
  is: () => false,
  classes: new Set(),
  inGroup: () => false,
};

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
  /** Each kind of target asks for them. */
  #dn: string | undefined;
  #classes: ReadonlySet<string> | undefined;
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
    this.#dn = undefined;
    this.#classes = undefined;
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
    return (this.#dn ??= dnTextOf(this.#kernel, this.encoded.dn.toString('utf8')));
  }

  is(entryUuid: string): boolean {
    return startsWithValue(this.encoded, 'entryUUID', entryUuid);
  }

  get classes(): ReadonlySet<string> {
    return (this.#classes ??= classesOf(this.#kernel, this.encoded));
  }

  inGroup(): boolean {
    this.readerMoves();
    return this.#kernel.subjects.groupsOf(this.#reader, this.#id).size > 0;
  }

  computed(key: string): readonly Buffer[] {
    if (this.#computed?.key === key) return this.#computed.values;
    this.readerMoves();
    const values = computedValues(this.#at, key);
    this.readerMoves();
    this.#computed = { key, values };
    return values;
  }

  members(): ComputedMembers | undefined {
    // Every answer of all attributes asks for it: nothing is read for what is no group.
    if (!mayHaveMembers(this.classes)) return undefined;
    this.readerMoves();
    const members = computedMembers(this.#at);
    this.readerMoves();
    return members;
  }

  get #at(): ComputedAt {
    const encoded = (): EncodedEntry => this.encoded;
    const [kernel, reader, view] = [this.#kernel, this.#reader, this.#view];
    return { kernel, reader, view, id: this.#id, encoded };
  }

  /** The bytes are of the past once the reader is used for anything else. */
  readerMoves(): void {
    this.#encoded = undefined;
  }
}
