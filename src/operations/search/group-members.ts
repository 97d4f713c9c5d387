import { keyOfText } from '../../schema/dn-key.js';
import type { EntryIds, Reader } from '../../store/reader.js';
import { includesId } from '../filter/id-search.js';
import type { ComputedMembers } from './entry-view.js';

/** Where the members of a computed group come from. */
export interface MemberSource {
  /** At most so many, as far as is known without reading them. */
  readonly bound: number;
  /** Their ids, ascending, each found as it is asked for. */
  found(): Iterable<number>;
}

/**
 * The members of a group that stores none: their ids are kept once found, their names are read
 * one by one. Good as long as the reader is.
 */
export class GroupMembers implements ComputedMembers {
  readonly valueBytes = undefined;
  readonly bound: number;
  readonly #reader: Reader;
  readonly #source: MemberSource;
  #ids: EntryIds | undefined;

  constructor(reader: Reader, source: MemberSource) {
    this.#reader = reader;
    this.#source = source;
    this.bound = source.bound;
  }

  get ids(): EntryIds {
    return (this.#ids ??= Uint32Array.from(this.#source.found()));
  }

  get count(): number {
    return this.ids.length;
  }

  /** Whether there is any, found without looking for all. */
  get any(): boolean {
    if (this.#ids) return this.#ids.length > 0;
    for (const id of this.#source.found()) return id > 0;
    return false;
  }

  get(key: Buffer): Buffer | undefined {
    const id = this.#reader.find(keyOfText(key.toString('utf8')));
    if (id === undefined || !includesId(this.ids, id)) return undefined;
    return this.#name(id);
  }

  *read(skip = 0): Generator<Buffer> {
    if (this.#ids) {
      for (const id of this.#ids.subarray(skip)) yield this.#name(id);
      return;
    }
    const ids: number[] = [];
    for (const id of this.#source.found()) {
      ids.push(id);
      if (ids.length > skip) yield this.#name(id);
    }
    this.#ids = Uint32Array.from(ids);
  }

  #name(id: number): Buffer {
    return Buffer.from(this.#reader.dn(id) ?? '');
  }
}

/** The one zero-length name by which a group answers that it has no member. */
export const nobody: ComputedMembers = {
  count: 1,
  bound: 1,
  any: true,
  valueBytes: 2,
  get: (key) => (key.length === 0 ? Buffer.alloc(0) : undefined),
  read: (skip = 0) => (skip === 0 ? [Buffer.alloc(0)] : []),
};
