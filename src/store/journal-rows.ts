import { hash } from 'node:crypto';
import type { Environment } from './environment.js';
import type { JournalInput, JournalRow } from './journal.js';
import type { View } from './rows.js';

/**
 * Rows of the journal. The header says that something happened and when; the body says to whom,
 * by whom and what, all that is personal. A row in `journal` is the chain (32 octets), the
 * SHA-256 of the body (32) and the header as JSON, and
 *
 *     chain = SHA-256 (chain of the row before, header, SHA-256 of the body)
 *
 * so that bodies may lawfully be purged and the chain still proves what is left.
 */
const digestBytes = 32;
const sequenceBytes = 6;

type Header = Pick<
  JournalRow,
  'sequence' | 'kind' | 'operation' | 'csn' | 'time' | 'door' | 'entryUuid'
>;
type Body = Pick<JournalInput, 'actor' | 'onBehalfOf' | 'dn' | 'changes' | 'events' | 'details'>;

/** What a row's body reads as once it is purged. */
const purged: Body = { actor: '', dn: '', changes: [], events: [] };

export interface SealedRow {
  readonly row: Buffer;
  readonly body: Buffer;
  readonly chain: Buffer;
}

export function sealRow(input: JournalInput, sequence: number, chainBefore: Buffer): SealedRow {
  const { kind, operation, csn, time, door, entryUuid } = input;
  const header: Header = { sequence, kind, operation, csn, time, door, entryUuid };
  const { actor, onBehalfOf, dn, changes, events, details } = input;
  const content: Body = {
    actor,
    ...(onBehalfOf !== undefined && { onBehalfOf }),
    dn,
    changes,
    events,
    ...(details && { details }),
  };
  const headerBytes = Buffer.from(JSON.stringify(header));
  const body = Buffer.from(JSON.stringify(content));
  const bodyHash = hash('sha256', body, 'buffer');
  const chain = chainOf(chainBefore, headerBytes, bodyHash);
  return { row: Buffer.concat([chain, bodyHash, headerBytes]), body, chain };
}

export function chainOf(before: Buffer, header: Buffer, bodyHash: Buffer): Buffer {
  return hash('sha256', Buffer.concat([before, header, bodyHash]), 'buffer');
}

/** A stored row in its three parts. */
export function partsOf(row: Buffer): {
  readonly chain: Buffer;
  readonly bodyHash: Buffer;
  readonly header: Buffer;
} {
  return {
    chain: row.subarray(0, digestBytes),
    bodyHash: row.subarray(digestBytes, 2 * digestBytes),
    header: row.subarray(2 * digestBytes),
  };
}

export function sequenceKey(sequence: number): Buffer {
  const key = Buffer.allocUnsafe(sequenceBytes);
  key.writeUIntBE(sequence, 0, sequenceBytes);
  return key;
}

export function sequenceOf(key: Buffer): number {
  return key.readUIntBE(key.length - sequenceBytes, sequenceBytes);
}

/** Keys of `journalByEntry`: the UUID as text, 00, the sequence. */
export function entrySequenceKey(entryUuid: string, sequence: number): Buffer {
  return Buffer.concat([Buffer.from(`${entryUuid}\0`), sequenceKey(sequence)]);
}

/** Whether a row is found under its entry: rows of a load, and overlong nonsense, are not. */
export function isOfEntry(entryUuid: string): boolean {
  return entryUuid !== '' && entryUuid.length <= 128;
}

export function appendJournal(
  environment: Environment,
  sealed: SealedRow,
  at: {
    readonly sequence: number;
    readonly entryUuid: string;
  },
): void {
  const key = sequenceKey(at.sequence);
  environment.journal.putSync(key, sealed.row);
  environment.journalBody.putSync(key, sealed.body);
  if (isOfEntry(at.entryUuid)) {
    environment.journalByEntry.putSync(entrySequenceKey(at.entryUuid, at.sequence), present);
  }
}

const present = Buffer.from([1]);

export function journalAfter(
  environment: Environment,
  view: View,
  asked: { readonly after: number; readonly limit: number },
): JournalRow[] {
  if (asked.limit <= 0) return [];
  const range = { ...view, start: sequenceKey(asked.after + 1), limit: asked.limit };
  return [...environment.journal.getRange(range)].map(({ key, value }) =>
    completeRow(environment, view, { key, row: value }),
  );
}

export function journalOfEntry(
  environment: Environment,
  view: View,
  asked: { readonly entryUuid: string; readonly limit: number; readonly kind?: JournalRow['kind'] },
): JournalRow[] {
  const { entryUuid, limit, kind } = asked;
  if (limit <= 0 || !isOfEntry(entryUuid)) return [];
  const start = entrySequenceKey(entryUuid, 2 ** 48 - 1);
  const end = Buffer.from(`${entryUuid}\0`);
  const rows: JournalRow[] = [];
  for (const entryKey of environment.journalByEntry.getKeys({
    ...view,
    start,
    end,
    reverse: true,
  })) {
    const key = sequenceKey(sequenceOf(entryKey));
    const stored = environment.journal.getBinary(key, view);
    const row = stored && completeRow(environment, view, { key, row: stored });
    if (row && (kind === undefined || row.kind === kind)) rows.push(row);
    if (rows.length === limit) break;
  }
  return rows;
}

function completeRow(
  environment: Environment,
  view: View,
  stored: { readonly key: Buffer; readonly row: Buffer },
): JournalRow {
  const { chain, bodyHash, header } = partsOf(stored.row);
  const body = environment.journalBody.getBinaryFast(stored.key, view)?.toString('utf8');
  return {
    ...(JSON.parse(header.toString('utf8')) as Header),
    ...(body === undefined ? purged : (JSON.parse(body) as Body)),
    bodyHash: bodyHash.toString('hex'),
    chain: chain.toString('hex'),
  };
}
