import type { Filter } from '../model/filter.js';
import { type Entry, textOf, withValues } from '../model/entry.js';
import type { SearchSink } from '../model/encoded-entry.js';
import { searchOf } from '../model/request.js';
import { manageDsaItOid } from '../operations/controls.js';
import type { Directory } from '../operations/directory.js';
import { defaultPolicyName } from '../operations/password-policy.js';
import { decodeEntry } from '../operations/search/read.js';
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
  'pwdChangedTime',
  'pwdHistory',
  'pwdReset',
  'pwdStartTime',
  'pwdEndTime',
  'pwdPolicySubentry',
  'pwdAccountLockedTime',
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
    searchOf({ base, filter, attributes }),
    writingSink(write, directory.suffix),
    // Referral objects are exported as entries (RFC 3296).
    { controls: [{ oid: manageDsaItOid, critical: true, value: undefined }] },
  );
  if (result.code !== 'success') {
    throw new CommandError(Exit.refused, `${base}: ${result.message || result.code}`);
  }
}

function writingSink(write: (entry: Entry) => Promise<void>, suffix: string): SearchSink {
  let writing: Promise<void> = Promise.resolve();
  return {
    entry: (encoded) => {
      const entry = withoutDefaultPolicy(decodeEntry(encoded), suffix);
      writing = writing.then(() => write(entry));
      return false;
    },
    reference: () => true,
    drained: () => writing,
  };
}

/** The default policy is in force wherever none is named: a file need not name it. */
function withoutDefaultPolicy(entry: Entry, suffix: string): Entry {
  const isDefault = textOf(entry, 'pwdPolicySubentry') === defaultPolicyName(suffix);
  return isDefault ? withValues(entry, 'pwdPolicySubentry', []) : entry;
}
