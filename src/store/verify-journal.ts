import { createHash } from 'node:crypto';
import { genesis, readCounters } from './counters.js';
import type { Checked } from './findings.js';
import {
  chainOf,
  entrySequenceKey,
  isOfEntry,
  partsOf,
  sequenceKey,
  sequenceOf,
} from './journal-rows.js';
import { pagedRows } from './rows.js';

/** The chain from its first row, each body against its hash, and the rows by entry both ways. */
export function verifyJournal(checked: Checked): void {
  const { shared, view, findings } = checked;
  const { environment } = shared;
  let chain: Buffer = genesis;
  let expected = 1;
  let ofEntries = 0;
  for (const { key, value } of pagedRows(environment.journal, { ...view, start: sequenceKey(0) })) {
    const sequence = sequenceOf(key);
    const row = partsOf(value);
    if (sequence !== expected) {
      findings.add('journal', String(sequence), `row ${expected} should come first`);
    }
    if (!chainOf(chain, row.header, row.bodyHash).equals(row.chain)) {
      findings.add('journal', String(sequence), 'does not follow from the row before');
    }
    const entryUuid = entryOf(row.header);
    if (entryUuid === undefined) findings.add('journal', String(sequence), 'an unreadable header');
    else if (isOfEntry(entryUuid)) {
      ofEntries += 1;
      const byEntry = entrySequenceKey(entryUuid, sequence);
      if (!environment.journalByEntry.doesExist(byEntry, undefined, view)) {
        findings.add('journalByEntry', `${entryUuid} ${sequence}`, 'missing');
      }
    }
    verifyBody(checked, key, row.bodyHash);
    chain = row.chain;
    expected = sequence + 1;
  }
  verifyByEntry(checked, ofEntries);
  const counters = readCounters(environment, view);
  if (counters.lastSequence !== expected - 1 || !counters.chain.equals(chain)) {
    const problem = `last sequence ${counters.lastSequence}, the journal ends at ${expected - 1}`;
    findings.add('meta', 'counters', problem);
  }
  for (const { key } of pagedRows(environment.journalBody, { ...view, start: sequenceKey(0) })) {
    if (environment.journal.doesExist(key, undefined, view)) continue;
    findings.add('journalBody', String(sequenceOf(key)), 'a body without its row');
  }
}

/** A body that is gone was purged: the hash in the chain vouches for what is left. */
function verifyBody({ shared, view, findings }: Checked, key: Buffer, bodyHash: Buffer): void {
  const body = shared.environment.journalBody.getBinaryFast(key, view);
  if (body === undefined) return;
  const found = createHash('sha256').update(body.subarray(0, body.length)).digest();
  if (found.equals(bodyHash)) return;
  findings.add('journalBody', String(sequenceOf(key)), 'is not what was journalled');
}

function verifyByEntry({ shared, view, findings }: Checked, expected: number): void {
  let count = 0;
  const { journal, journalByEntry } = shared.environment;
  for (const { key } of pagedRows(journalByEntry, { ...view, start: Buffer.from([0]) })) {
    count += 1;
    const sequence = sequenceOf(key);
    const row = journal.getBinary(sequenceKey(sequence), view);
    const entryUuid = row === undefined ? undefined : entryOf(partsOf(row).header);
    if (entryUuid !== undefined && entrySequenceKey(entryUuid, sequence).equals(key)) continue;
    const readable = key.toString('utf8', 0, key.length - 7);
    findings.add('journalByEntry', `${readable} ${sequence}`, 'no such row in the journal');
  }
  if (count < expected) findings.add('journalByEntry', 'all', `${count} of ${expected} rows`);
}

function entryOf(header: Buffer): string | undefined {
  try {
    const { entryUuid } = JSON.parse(header.toString('utf8')) as { entryUuid?: unknown };
    return typeof entryUuid === 'string' ? entryUuid : undefined;
  } catch {
    return undefined;
  }
}
