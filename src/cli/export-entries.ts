import type { Filter } from '../model/filter.js';
import { type Entry, entryOf } from '../model/entry.js';
import type { EncodedEntry, SearchSink } from '../model/encoded-entry.js';
import { decodePartialAttribute } from '../protocol/partial-attribute.js';
import type { Directory } from '../operations/directory.js';
import { CommandError, Exit } from './exit.js';

/** User attributes, and the operational ones that a restored entry keeps. */
export const exportedAttributes: readonly string[] = [
  '*',
  'structuralObjectClass',
  'entryUUID',
  'creatorsName',
  'createTimestamp',
  'modifiersName',
  'modifyTimestamp',
  'entryCSN',
];

export interface ExportOptions {
  readonly base: string;
  readonly filter: Filter;
  readonly attributes: readonly string[];
  readonly write: (entry: Entry) => Promise<void>;
}

/**
 * Hands every matching entry to `write`, parents first, one at a time, from one snapshot.
 *
 * @throws CommandError when the search is refused
 */
export async function exportEntries(directory: Directory, options: ExportOptions): Promise<void> {
  const operations = directory.as({ kind: 'internal', door: 'cli', secure: true, name: 'restore' });
  const { base, filter, attributes, write } = options;
  const result = await operations.search(
    {
      kind: 'search',
      base,
      scope: 'sub',
      deref: 'never',
      sizeLimit: 0,
      timeLimit: 0,
      typesOnly: false,
      filter,
      attributes,
    },
    writingSink(write),
    { controls: [{ oid: manageDsaIt, critical: true, value: undefined }] },
  );
  if (result.code !== 'success') {
    throw new CommandError(Exit.refused, `${base}: ${result.message || result.code}`);
  }
}

/** Referral objects are exported as entries (RFC 3296). */
const manageDsaIt = '2.16.840.1.113730.3.4.2';

function writingSink(write: (entry: Entry) => Promise<void>): SearchSink {
  let writing: Promise<void> = Promise.resolve();
  return {
    entry: (encoded) => {
      const entry = decodeEntry(encoded);
      writing = writing.then(() => write(entry));
      return false;
    },
    reference: () => true,
    drained: () => writing,
  };
}

function decodeEntry({ dn, bytes, slices, computed }: EncodedEntry): Entry {
  const stored = slices.map(({ description, start, end }) => ({
    description,
    values: decodePartialAttribute(bytes, start, end).values.map((value) => Buffer.from(value)),
  }));
  return entryOf(dn.toString('utf8'), [...stored, ...computed]);
}
