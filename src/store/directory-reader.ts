import type { AttributeSlice, ComputedAttribute, EncodedEntry } from '../model/encoded-entry.js';
import type { Entry } from '../model/entry.js';
import { type Counters, readCounters } from './counters.js';
import {
  attributeCountOf,
  attributeEndOf,
  attributeNumberOf,
  attributesStart,
  parentOf,
  rdnOf,
  rdnStart,
} from './entry-record.js';
import { journalAfter, journalOfEntry } from './journal-rows.js';
import type { JournalRow } from './journal.js';
import type { IndexReader, Reader } from './reader.js';
import { pagedIds, type View } from './rows.js';
import { type Memory, namesOf, type SharedState } from './shared-state.js';
import { storedAttributes } from './stored-values.js';
import { StoredIndexes } from './stored-indexes.js';
import { TreeReader } from './tree-reader.js';

const nothingComputed: readonly ComputedAttribute[] = [];

/** A view of the directory: the latest state, a snapshot or, below a write, its own changes. */
export class DirectoryReader extends TreeReader implements Reader {
  readonly index: IndexReader;
  protected readonly counters: Counters;

  constructor(
    shared: SharedState,
    view: View,
    counters: Counters = readCounters(shared.environment, view),
    own?: Memory,
  ) {
    const memory = own ?? {
      dictionary: shared.dictionary,
      names: shared.writing?.names ?? namesOf(shared, counters.generation),
    };
    super(shared, view, memory);
    this.counters = counters;
    this.index = new StoredIndexes({
      rows: shared.environment.index,
      view,
      plan: shared.plan,
      numberOf: (name) => this.memory.dictionary.named(name, view)?.number,
      entryCount: () => this.entryCount,
    });
  }

  encoded(id: number): EncodedEntry | undefined {
    let record = this.record(id);
    if (record === undefined) return undefined;
    if (this.learnFor(record)) record = this.record(id) ?? record;
    const start = attributesStart(record);
    const slices = this.slices(record);
    return {
      dn: this.nameBytes(record, parentOf(record)),
      bytes: record.subarray(start, start + (slices.at(-1)?.end ?? 0)),
      slices,
      computed: nothingComputed,
    };
  }

  /** Reads what a record refers to and is not remembered yet; true when that overwrote it. */
  private learnFor(record: Buffer): boolean {
    const { dictionary, names } = this.memory;
    const parentId = parentOf(record);
    const count = attributeCountOf(record);
    let unknown = 0;
    for (let at = 0; at < count; at += 1) {
      const number = attributeNumberOf(record, at);
      if (dictionary.known(number) === undefined) unknown = number;
    }
    const parentKnown = parentId === 0 || names.parent(parentId) !== undefined;
    if (unknown !== 0) dictionary.at(unknown, this.view);
    if (!parentKnown) this.parentName(parentId);
    return unknown !== 0 || !parentKnown;
  }

  private nameBytes(record: Buffer, parentId: number): Buffer {
    const start = rdnStart(record);
    const end = attributesStart(record);
    if (parentId === 0) return Buffer.from(record.subarray(start, end));
    const { dn } = this.parentName(parentId);
    const own = end - start;
    const name = Buffer.allocUnsafe(own + 1 + dn.length);
    record.copy(name, 0, start, end);
    name[own] = 0x2c;
    dn.copy(name, own + 1);
    return name;
  }

  private slices(record: Buffer): AttributeSlice[] {
    const { dictionary } = this.memory;
    const count = attributeCountOf(record);
    const slices: AttributeSlice[] = [];
    let start = 0;
    for (let at = 0; at < count; at += 1) {
      const end = attributeEndOf(record, at);
      const { description } = dictionary.at(attributeNumberOf(record, at), this.view);
      slices.push({ description, start, end });
      start = end;
    }
    return slices;
  }

  entry(id: number): Entry | undefined {
    const shared = this.record(id);
    if (shared === undefined) return undefined;
    // LMDB's reused buffer only claims this length: a view really has it.
    const record = Buffer.from(shared.subarray(0, shared.length));
    const parentId = parentOf(record);
    const rdn = rdnOf(record);
    const dn =
      parentId === 0 ? rdn : `${rdn},${this.parentName(parentId).dn.toString('utf8')}`;
    return { dn, attributes: storedAttributes(record, this.memory.dictionary, this.view) };
  }

  /** Where no entry was ever removed the ids are a run of numbers, and nothing is read. */
  *allIds(from = 1): Generator<number> {
    const { nextId, entryCount } = this.counters;
    if (entryCount === nextId - 1) {
      for (let id = Math.max(from, 1); id < nextId; id += 1) yield id;
      return;
    }
    yield* pagedIds(this.shared.environment.entries, Math.max(from, 1), this.view);
  }

  get entryCount(): number {
    return this.counters.entryCount;
  }

  journal(after: number, limit: number): readonly JournalRow[] {
    return journalAfter(this.shared.environment, this.view, { after, limit });
  }

  journalOf(entryUuid: string, limit: number): readonly JournalRow[] {
    return journalOfEntry(this.shared.environment, this.view, { entryUuid, limit });
  }

  get lastSequence(): number {
    return this.counters.lastSequence;
  }
}
