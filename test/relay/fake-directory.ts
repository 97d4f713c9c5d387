import { type Entry, entryOf, textOf } from '../../src/model/entry.js';
import { resultOf } from '../../src/model/result.js';
import type { Directory, Operations } from '../../src/operations/directory.js';
import type { JournalRow } from '../../src/store/journal.js';

/** As much of the directory as the relay uses: entries by name, a journal, a bell. */
export interface FakeDirectory extends Directory {
  put(dn: string, values: Readonly<Record<string, string | readonly string[]>>): void;
  remove(dn: string): void;
  /** The audit rows, as they were asked for. */
  readonly audits: readonly Parameters<Operations['audit']>[0][];
  /** Appends a journal row with these events and rings. */
  commit(row: Partial<JournalRow>): void;
}

export const suffix = 'dc=test';

export function fakeDirectory(): FakeDirectory {
  const entries = new Map<string, Entry>();
  const journal: JournalRow[] = [];
  const listeners = new Set<(sequence: number) => void>();
  const audits: Parameters<Operations['audit']>[0][] = [];
  const operations = {
    audit: (row) => {
      audits.push(row);
      return Promise.resolve();
    },
    read: (dn: string) => entries.get(dn),
    search: (request, sink) => {
      const { filter, base } = request;
      if (filter.kind !== 'equality') throw new Error('the relay searches by equality');
      for (const [dn, entry] of entries) {
        const matches = textOf(entry, filter.attribute) === filter.value.toString();
        if (!matches || !dn.endsWith(base)) continue;
        const bytes = Buffer.alloc(0);
        const nothing = { slices: [], computed: [], large: undefined };
        const encoded = { dn: Buffer.from(dn), bytes, ...nothing };
        sink.entry(encoded, true);
      }
      return Promise.resolve(resultOf('success'));
    },
  } as Partial<Operations> as Operations;

  return {
    audits,
    suffix,
    schema: undefined as never,
    as: () => operations,
    bind: () => Promise.reject(new Error('not here')),
    follow: (after, limit) => journal.filter(({ sequence }) => sequence > after).slice(0, limit),
    journalOf: () => [],
    get lastSequence() {
      return journal.length;
    },
    onCommit: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    put: (dn, values) => {
      const given = Object.entries(values).filter(([, value]) => value !== '');
      const attributes = given.map(([description, value]) => ({
        description,
        values: [value].flat().map((each) => Buffer.from(each)),
      }));
      entries.set(dn, entryOf(dn, attributes));
    },
    remove: (dn) => void entries.delete(dn),
    commit: (row) => {
      const sequence = journal.length + 1;
      journal.push({
        kind: 'change',
        operation: 'modify',
        csn: '',
        time: '',
        actor: '',
        door: 'ldap',
        dn: '',
        entryUuid: '',
        changes: [],
        events: [],
        ...row,
        sequence,
        bodyHash: '',
        chain: '',
      });
      listeners.forEach((listener) => {
        listener(sequence);
      });
    },
  };
}
