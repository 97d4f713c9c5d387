import type { EncodedEntry } from '../model/encoded-entry.js';
import { type Entry, largeAttribute } from '../model/entry.js';
import type { LargeAttribute } from '../model/large-values.js';
import { type Counters, readCounters } from './counters.js';
import { EncodedRecord } from './encoded-record.js';
import { hasLarge, largeOf, parentOf, rdnOf, shapeOf } from './entry-record.js';
import { journalAfter, journalOfEntry } from './journal-rows.js';
import { type JournalMark, type JournalRow, markOf } from './journal.js';
import type { IndexReader, ListReader, Reader } from './reader.js';
import { pagedIds, type View } from './rows.js';
import { type Memory, namesOf, type SharedState } from './shared-state.js';
import { storedAttributes } from './stored-values.js';
import { StoredIndexes } from './indexes/stored-indexes.js';
import { StoredLists } from './lists/stored-lists.js';
import { TreeReader } from './tree-reader.js';
import { StoredLargeValues, type ValueCount } from './value-rows.js';

/** A view of the directory: the latest state, a snapshot or, below a write, its own changes. */
export class DirectoryReader extends TreeReader implements Reader {
  readonly index: IndexReader;
  readonly lists: ListReader;
  protected readonly counters: Counters;

  constructor(
    shared: SharedState,
    view: View,
    counters: Counters = readCounters(shared.environment, view),
    own?: Memory,
  ) {
    const memory = own ?? {
      dictionary: shared.dictionary,
      shapes: shared.shapes,
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
    this.lists = new StoredLists(shared.environment.lists, view, shared.listPlan);
  }

  encoded(id: number): EncodedEntry | undefined {
    let record = this.record(id);
    if (record === undefined) return undefined;
    const { dictionary, names, shapes } = this.memory;
    const parentId = parentOf(record);
    const parent = parentId === 0 ? undefined : names.parent(parentId);
    const number = shapeOf(record);
    const shape = shapes.known(number);
    const isNamed = parentId === 0 || parent !== undefined;
    if (shape !== undefined && isNamed && !hasLarge(record)) {
      return new EncodedRecord(record, parent, shape);
    }
    const counts = largeOf(record);
    if (shape !== undefined && isNamed && counts.every((each) => dictionary.known(each.number))) {
      return new EncodedRecord(record, parent, shape, this.largeAttributes(id, counts));
    }
    // What is not remembered is read, which overwrites the record.
    const learnt = shape ?? shapes.at(number, this.view);
    const read = parentId === 0 ? undefined : this.parentName(parentId);
    const large = this.largeAttributes(id, counts);
    record = this.record(id) ?? record;
    return new EncodedRecord(record, read, learnt, large.length === 0 ? undefined : large);
  }

  private largeAttributes(id: number, counts: readonly ValueCount[]): LargeAttribute[] {
    const { values } = this.shared.environment;
    return counts.map((count) => ({
      description: this.memory.dictionary.at(count.number, this.view).description,
      values: new StoredLargeValues(values, this.view, { id, ...count }),
    }));
  }

  entry(id: number): Entry | undefined {
    const shared = this.record(id);
    if (shared === undefined) return undefined;
    // LMDB's reused buffer only claims this length: a view really has it.
    const record = Buffer.from(shared.subarray(0, shared.length));
    const parentId = parentOf(record);
    const rdn = rdnOf(record);
    const dn = parentId === 0 ? rdn : `${rdn},${this.parentName(parentId).dn.toString('utf8')}`;
    const attributes = storedAttributes(record, this.memory.shapes.at(shapeOf(record), this.view));
    for (const { description, values } of this.largeAttributes(id, largeOf(record))) {
      attributes.set(description.toLowerCase(), largeAttribute(description, values));
    }
    return { dn, attributes };
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

  marks(after: number, limit: number): readonly JournalMark[] {
    const upTo = Math.min(this.lastSequence, after + limit);
    return this.shared.recent.between(after, upTo) ?? this.journal(after, limit).map(markOf);
  }

  journalOf(entryUuid: string, limit: number, kind?: JournalRow['kind']): readonly JournalRow[] {
    const asked = { entryUuid, limit, ...(kind !== undefined && { kind }) };
    return journalOfEntry(this.shared.environment, this.view, asked);
  }

  get lastSequence(): number {
    return this.counters.lastSequence;
  }
}
