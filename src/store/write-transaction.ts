import assert from 'node:assert';
import { parseDn, parseRdn } from '../model/dn.js';
import type { Entry } from '../model/entry.js';
import { LdapError } from '../model/result.js';
import { readCounters, writeCounters } from './counters.js';
import { DirectoryReader } from './directory-reader.js';
import { encodeRecord, largeOf, parentOf, rdnOf, shapeOf } from './entry-record.js';
import { touchedIndexes, updateIndexes, valuesByIndex } from './indexes/index-update.js';
import type { JournalInput } from './journal.js';
import { followLists } from './lists/follow-lists.js';
import { appendJournal, sealRow } from './journal-rows.js';
import { writeLarge } from './large-write.js';
import { idValue, nameKey } from './name-key.js';
import { type PreparedEntry, prepareEntry, type StoredLarge } from './prepared-attribute.js';
import { firstRdn } from './rdn-text.js';
import { latest } from './rows.js';
import { namesForWrite, type SharedState } from './shared-state.js';
import { type StoredValues, storedValues } from './stored-values.js';
import type { StateTransaction } from './state-database.js';
import { StateWrites } from './state-rows.js';
import type { WriteTransaction } from './transaction.js';
import { StoredLargeValues } from './value-rows.js';

/** What an entry is on disk before a write. */
interface StoredEntry {
  readonly attributes: readonly StoredValues[];
  readonly large: StoredLarge;
}

/** What a write met that the readers' dictionaries do not know. */
export interface Met {
  readonly hasAttributes: boolean;
  readonly shapes: readonly number[];
}

type PlacedEntry<Content> = Content & { readonly parentId: number };

const nothing: StoredEntry = { attributes: [], large: new Map() };
const gone: PreparedEntry = { attributes: [], large: [] };

/** One write. `finish` puts the counters on disk: call it after the operation, inside. */
export class OpenTransaction extends DirectoryReader implements WriteTransaction {
  readonly state: StateTransaction;
  /** Sequence of the last row appended by this write. */
  appended: number | undefined;
  hasUntold = false;
  private changed = false;

  constructor(shared: SharedState) {
    const counters = readCounters(shared.environment, latest);
    const names = namesForWrite(shared, counters.generation);
    const dictionary = shared.dictionary.fork();
    const memory = { dictionary, shapes: shared.shapes.fork(dictionary), names };
    super(shared, latest, counters, memory);
    shared.writing = { ...memory, reader: this };
    this.state = new StateWrites(shared.environment, latest);
  }

  add(entry: Entry, parentId: number): number {
    const { entries } = this.shared.environment;
    assert(parentId === 0 || entries.doesExist(parentId), 'the parent of a new entry exists');
    const name = nameKey(parentId, this.rdnKey(entry.dn, parentId));
    this.refuseTaken(name);
    const id = this.counters.nextId++;
    this.counters.entryCount += 1;
    this.changed = true;
    this.shared.environment.names.putSync(name, idValue(id));
    this.put(id, parentId, entry, undefined);
    return id;
  }

  replace(id: number, entry: Entry): void {
    const record = this.existing(id);
    const named = { dn: rdnOf(record), attributes: entry.attributes };
    this.put(id, parentOf(record), named, this.storedOf(id, record));
  }

  move(id: number, entry: Entry, parentId: number): void {
    const { names, entries } = this.shared.environment;
    const record = this.existing(id);
    const above = parentOf(record);
    assert((above === 0) === (parentId === 0), 'the suffix entry stays the suffix entry');
    assert(parentId === 0 || entries.doesExist(parentId), 'the new parent exists');
    assert(parentId === 0 || !this.isWithin(parentId, id), 'an entry is not moved below itself');
    const before = nameKey(above, this.rdnKeyOf(rdnOf(record), above));
    const after = nameKey(parentId, this.rdnKey(entry.dn, parentId));
    if (!before.equals(after)) {
      this.refuseTaken(after);
      names.removeSync(before);
      names.putSync(after, idValue(id));
    }
    this.put(id, parentId, entry, this.storedOf(id, record));
    this.counters.generation += 1;
    this.changed = true;
    this.memory.names.clear();
  }

  remove(id: number): void {
    const { names, entries } = this.shared.environment;
    const record = this.existing(id);
    assert(!this.hasChildren(id), 'only a leaf is removed');
    const parentId = parentOf(record);
    this.follow(id, this.storedOf(id, record), undefined);
    names.removeSync(nameKey(parentId, this.rdnKeyOf(rdnOf(record), parentId)));
    entries.removeSync(id);
    this.counters.entryCount -= 1;
    this.changed = true;
    this.hasUntold = true;
    this.forget();
    this.memory.names.clear();
  }

  append(row: JournalInput): number {
    const sequence = this.counters.lastSequence + 1;
    const sealed = sealRow(row, sequence, this.counters.chain);
    appendJournal(this.shared.environment, sealed, { sequence, entryUuid: row.entryUuid });
    this.shared.recent.note(sequence, row);
    this.counters.lastSequence = sequence;
    this.counters.chain = sealed.chain;
    this.appended = sequence;
    this.changed = true;
    this.hasUntold = false;
    return sequence;
  }

  get met(): Met {
    const { dictionary, shapes } = this.memory;
    return { hasAttributes: dictionary.hasGrown, shapes: shapes.met };
  }

  finish(): void {
    if (this.changed) writeCounters(this.shared.environment, this.counters);
  }

  private put(
    id: number,
    parentId: number,
    entry: Entry,
    before: PlacedEntry<StoredEntry> | undefined,
  ): void {
    const { dictionary, shapes } = this.memory;
    const { attributes, large } = prepareEntry(entry, dictionary, before?.large);
    const rdn = parentId === 0 ? entry.dn : firstRdn(entry.dn);
    const shape = shapes.number(attributes, latest);
    const record = encodeRecord({ parentId, rdn, shape, attributes, large });
    this.shared.environment.entries.putSync(id, record);
    this.hasUntold = true;
    this.forget();
    this.follow(id, before, { parentId, attributes, large });
  }

  /** Lets the rows of large attributes, the indexes and the lists follow an entry. */
  private follow(
    id: number,
    was: PlacedEntry<StoredEntry> | undefined,
    is: PlacedEntry<PreparedEntry> | undefined,
  ): void {
    const { dictionary } = this.memory;
    const { index, values, lists } = this.shared.environment;
    const before = was ?? nothing;
    const after = is ?? gone;
    const isPlain = before.large.size === 0 && after.large.length === 0;
    const done = isPlain
      ? undefined
      : writeLarge({ index, values, dictionary }, { id, before, after });
    const { listPlan } = this.shared;
    const touched = touchedIndexes(before.attributes, after.attributes);
    const isInPlace = was && is && was.parentId === is.parentId;
    // Most writes change nothing that a list goes by.
    const isListed = !isInPlace || [...touched].some((each) => listPlan.attributes.has(each));
    const only = isListed ? undefined : touched;
    const valuesBefore = valuesByIndex(before.attributes, only);
    const valuesAfter = valuesByIndex(after.attributes, only);
    updateIndexes(index, {
      id,
      before: valuesBefore,
      after: valuesAfter,
      numberOf: ({ type }) => dictionary.number(type.name, latest).number,
      done,
    });
    if (!isListed) return;
    followLists(lists, listPlan, {
      id,
      before: was && { parentId: was.parentId, values: valuesBefore },
      after: is && { parentId: is.parentId, values: valuesAfter },
    });
  }

  /** The attributes of a record, as views of it, and those that have rows of their own. */
  private storedOf(id: number, record: Buffer): PlacedEntry<StoredEntry> {
    const { shapes } = this.memory;
    const { values } = this.shared.environment;
    return {
      parentId: parentOf(record),
      attributes: [...storedValues(record, shapes.at(shapeOf(record), latest))],
      large: new Map(
        largeOf(record).map((count) => [
          count.number,
          new StoredLargeValues(values, latest, { id, ...count }),
        ]),
      ),
    };
  }

  private existing(id: number): Buffer {
    const record = this.record(id);
    assert(record !== undefined, `entry ${id} exists`);
    return Buffer.from(record.subarray(0, record.length));
  }

  private refuseTaken(name: Buffer): void {
    if (this.shared.environment.names.doesExist(name)) {
      throw new LdapError('entryAlreadyExists', 'an entry of that name exists');
    }
  }

  private rdnKey(dn: string, parentId: number): string {
    return parentId === 0 ? this.shared.suffix.text : this.rdnKeyOf(firstRdn(dn), parentId);
  }

  private rdnKeyOf(rdn: string, parentId: number): string {
    if (parentId === 0) return this.shared.schema.dnKey(parseDn(rdn)).text;
    return this.shared.schema.rdnKey(parseRdn(rdn));
  }
}
