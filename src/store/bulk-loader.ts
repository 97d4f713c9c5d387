import { parseDn, parseRdn } from '../model/dn.js';
import type { Entry } from '../model/entry.js';
import { LdapError } from '../model/result.js';
import { type Counters, readCounters, writeCounters } from './counters.js';
import { encodeRecord } from './entry-record.js';
import { IndexBuilder } from './indexes/index-builder.js';
import { valuesByIndex } from './indexes/index-update.js';
import type { JournalInput } from './journal.js';
import { ListBuilder } from './lists/list-builder.js';
import { writeLists } from './lists/write-lists.js';
import { appendJournal, sealRow } from './journal-rows.js';
import { idValue, nameKey } from './name-key.js';
import { type PreparedLarge, prepareEntry } from './prepared-attribute.js';
import { noIds } from './indexes/id-set.js';
import { readIds } from './indexes/posting-list.js';
import type { EntryIds } from './reader.js';
import { removeList, writeList } from './indexes/posting-update.js';
import { isSpelling } from './indexes/spellings.js';
import { firstRdn } from './rdn-text.js';
import { latest, type Rows } from './rows.js';
import type { SharedState } from './shared-state.js';
import { valueRowKey } from './value-rows.js';

const batchRows = 2000;
const parentsMax = 50_000;

/**
 * Takes entries in one by one and writes each database once, in key order: records as they come,
 * since their ids ascend; names and index rows, gathered in memory, at the end.
 */
export class BulkLoader {
  count = 0;
  private readonly shared: SharedState;
  private readonly counters: Counters;
  private readonly builder: IndexBuilder;
  private readonly lists: ListBuilder;
  private readonly names = new Map<string, number>();
  /** Ids of parents by their DN as written in the children's. */
  private readonly parents = new Map<string, number>();
  private readonly intoEmpty: boolean;
  private batch: {
    readonly id: number;
    readonly record: Buffer;
    readonly large: readonly PreparedLarge[];
  }[] = [];
  /** Values that the batch has beside its records. */
  private batchValues = 0;

  constructor(shared: SharedState) {
    this.shared = shared;
    this.counters = readCounters(shared.environment, latest);
    this.intoEmpty = this.counters.entryCount === 0;
    const { dictionary } = shared;
    this.builder = new IndexBuilder(({ type }) => dictionary.number(type.name, latest).number);
    this.lists = new ListBuilder(shared.listPlan, this.builder);
  }

  add(entry: Entry): void {
    const { dictionary, schema, shapes } = this.shared;
    const rdn = firstRdn(entry.dn);
    const parentId = this.parentId(entry.dn, rdn);
    const rdnKey = parentId === 0 ? this.shared.suffix.text : schema.rdnKey(parseRdn(rdn));
    const id = this.takeName(entry.dn, nameKey(parentId, rdnKey));
    const { attributes, large } = prepareEntry(entry, dictionary);
    const shape = shapes.number(attributes, latest);
    const name = { parentId, rdn: parentId === 0 ? entry.dn : rdn };
    const record = encodeRecord({ ...name, shape, attributes, large });
    this.batch.push({ id, record, large });
    for (const { count } of large) this.batchValues += count;
    if (this.batch.length + this.batchValues >= batchRows) this.flush();
    const values = large.map(({ known, added }) => ({ known, values: [...added.values()] }));
    const indexed = valuesByIndex(values.length === 0 ? attributes : [...attributes, ...values]);
    this.builder.add(id, indexed);
    this.lists.add(id, parentId, indexed);
    this.count += 1;
  }

  private takeName(dn: string, key: Buffer): number {
    const text = key.toString('latin1');
    const taken = this.names.has(text) || (!this.intoEmpty && this.storedId(key) !== undefined);
    if (taken) throw new LdapError('entryAlreadyExists', `${dn} exists already`);
    const id = this.counters.nextId++;
    this.names.set(text, id);
    return id;
  }

  private idOf(key: Buffer): number | undefined {
    const id = this.names.get(key.toString('latin1'));
    return id ?? (this.intoEmpty ? undefined : this.storedId(key));
  }

  private storedId(key: Buffer): number | undefined {
    return this.shared.environment.names.getBinaryFast(key)?.readUInt32LE(0);
  }

  private parentId(dn: string, rdn: string): number {
    const parentText = dn.slice(rdn.length);
    const known = dn.startsWith(rdn) ? this.parents.get(parentText) : undefined;
    if (known !== undefined) return known;
    const { schema, suffix } = this.shared;
    const key = schema.dnKey(parseDn(dn));
    if (key.text === suffix.text) return 0;
    const id = this.walk(key.rdns.slice(1));
    if (id === undefined) throw new LdapError('noSuchObject', `${dn} has no parent`);
    if (this.parents.size >= parentsMax) this.parents.clear();
    if (dn.startsWith(rdn)) this.parents.set(parentText, id);
    return id;
  }

  private walk(rdns: readonly string[]): number | undefined {
    const { suffix } = this.shared;
    const above = rdns.length - suffix.rdns.length;
    if (above < 0 || suffix.rdns.some((rdn, at) => rdn !== rdns[above + at])) return undefined;
    let id = this.idOf(nameKey(0, suffix.text));
    for (let at = above - 1; at >= 0 && id !== undefined; at -= 1) {
      id = this.idOf(nameKey(id, rdns[at] ?? ''));
    }
    return id;
  }

  private flush(): void {
    const { root, entries, values } = this.shared.environment;
    root.transactionSync(() => {
      for (const { id, record, large } of this.batch) {
        append(entries, id, record);
        for (const [key, value] of rowsOf(id, large)) append(values, key, value);
      }
    });
    this.batch = [];
    this.batchValues = 0;
  }

  finish(journal: JournalInput): void {
    this.flush();
    const { environment } = this.shared;
    environment.root.transactionSync(() => {
      this.writeNames();
      this.writeIndexes();
      writeLists(environment.lists, this.lists);
      const sequence = this.counters.lastSequence + 1;
      const sealed = sealRow(journal, sequence, this.counters.chain);
      appendJournal(environment, sealed, { sequence, entryUuid: journal.entryUuid });
      this.counters.lastSequence = sequence;
      this.counters.chain = sealed.chain;
      this.counters.entryCount += this.count;
      writeCounters(environment, this.counters);
    });
  }

  private writeNames(): void {
    const { names } = this.shared.environment;
    for (const key of [...this.names.keys()].sort()) {
      const value = idValue(this.names.get(key) ?? 0);
      if (this.intoEmpty) append(names, Buffer.from(key, 'latin1'), value);
      else names.putSync(Buffer.from(key, 'latin1'), value);
    }
  }

  private writeIndexes(): void {
    const { index } = this.shared.environment;
    for (const { listKey, ids } of this.builder.lists()) {
      if (this.intoEmpty) {
        writeList(listKey, ids, (key, value) => {
          append(index, key, value);
        });
        continue;
      }
      const before = isSpelling(listKey) ? noIds : readIds(index, listKey, latest);
      if (before.length > 0) removeList(index, listKey);
      const all = concatenated(before, ids);
      writeList(listKey, all, (key, value) => {
        index.putSync(key, value);
      });
    }
  }
}

/** The rows of an entry's large attributes, in key order. */
function rowsOf(id: number, large: readonly PreparedLarge[]): [key: Buffer, value: Buffer][] {
  return large
    .flatMap(({ number, added }) =>
      [...added].map(([key, value]): [Buffer, Buffer] => [
        valueRowKey(id, number, Buffer.from(key, 'latin1')),
        value,
      ]),
    )
    .sort(([a], [b]) => a.compare(b));
}

function append<Key extends Buffer | number>(rows: Rows<Key>, key: Key, value: Buffer): void {
  if (!rows.putSync(key, value, { append: true })) throw new Error('bulk rows out of order');
}

/** New ids lie beyond all old ones. */
function concatenated(before: EntryIds, after: EntryIds): EntryIds {
  if (before.length === 0) return after;
  const all = new Uint32Array(before.length + after.length);
  all.set(before);
  all.set(after, before.length);
  return all;
}
