import { valuesOf } from '../../model/entry.js';
import { LdapError } from '../../model/result.js';
import type { JournalRow, JournalValue } from '../../store/journal.js';
import type { EntryIds, Reader } from '../../store/reader.js';
import type { Kernel } from '../context.js';
import { dnKeyOf, dnTextOf } from '../dn-text.js';
import { sortedIds } from '../filter/id-search.js';
import { someValue, valuesIn } from '../filter/slice-values.js';
import { groupsNaming } from '../naming-groups.js';
import type { Steps } from '../steps.js';
import { isTransaction } from '../write/transaction-reader.js';

/**
 * The entries that a group names as its members: what `(memberOf=dn)` finds. Remembered, and
 * brought up to date by the journal: looking up fifty thousand names again for every page, or
 * after every change of some person, would be most of the work.
 */
export type NamedMembersMemory = Map<number, { readonly sequence: number; readonly ids: EntryIds }>;

const groupsMax = 64;
const rowsReadMax = 256;

/** The same ids where no names need to be looked up for them; undefined where they do. */
export function rememberedMembers(
  kernel: Kernel,
  reader: Reader,
  group: number,
): EntryIds | undefined {
  const memory = kernel.memory.namedMembers;
  const known = memory.get(group);
  const { lastSequence } = reader;
  // A view of before knows nothing of what came since.
  if (!known || isTransaction(reader) || known.sequence > lastSequence) return undefined;
  const ids = revised(kernel, reader, { group, ...known });
  if (ids) remember(memory, group, { sequence: lastSequence, ids });
  return ids;
}

function remember(
  memory: NamedMembersMemory,
  group: number,
  known: { readonly sequence: number; readonly ids: EntryIds },
): void {
  // The last one asked for is the last to go.
  memory.delete(group);
  memory.set(group, known);
  const [oldest] = memory.keys();
  if (memory.size > groupsMax && oldest !== undefined) memory.delete(oldest);
}

/** Ids of the entries that the stored `member` of a group names; some may be gone. */
export function* memberSteps(kernel: Kernel, reader: Reader, group: number): Steps<EntryIds> {
  const ids: number[] = [];
  let read = 0;
  for (const value of storedMembers(reader, group)) {
    const id = idOf(kernel, reader, value.toString('utf8'));
    if (id !== undefined) ids.push(id);
    read += 1;
    if (read % namesInAStep === 0) yield;
  }
  const sorted = sortedIds(ids);
  const { lastSequence } = reader;
  const known = kernel.memory.namedMembers.get(group);
  const isNews = !known || known.sequence <= lastSequence;
  if (isNews && !isTransaction(reader)) {
    remember(kernel.memory.namedMembers, group, { sequence: lastSequence, ids: sorted });
  }
  return sorted;
}

const namesInAStep = 256;

function storedMembers(reader: Reader, group: number): Iterable<Buffer> {
  const entry = reader.entry(group);
  if (!entry) return [];
  return entry.attributes.get('member')?.large?.read() ?? valuesOf(entry, 'member');
}

/** How many entries a group names, those that are gone among them; nothing is decoded for it. */
export function memberCount(reader: Reader, group: number): number {
  const encoded = reader.encoded(group);
  const large = encoded?.large?.find(({ description }) => description === 'member');
  if (!encoded || large) return large?.values.count ?? 0;
  const values = valuesIn(encoded, 'member');
  let count = 0;
  const counted = (): boolean => {
    count += 1;
    return false;
  };
  if (values) someValue(values, counted);
  return count;
}

/** Whether a group names an entry: one look-up, however many it names. */
export function isNamed(kernel: Kernel, reader: Reader, group: number, dn: string): boolean {
  return groupsNaming(reader, dnTextOf(kernel, dn)).includes(group);
}

/** The ids after what the journal says has happened; undefined where it does not say enough. */
function revised(
  kernel: Kernel,
  reader: Reader,
  known: { readonly group: number; readonly sequence: number; readonly ids: EntryIds },
): EntryIds | undefined {
  if (known.sequence === reader.lastSequence) return known.ids;
  const rows = reader.journal(known.sequence, rowsReadMax);
  if (rows.length === rowsReadMax) return undefined;
  const came = new Set<number>();
  const went = new Set<number>();
  for (const row of rows) {
    if (row.kind === 'audit') continue;
    if (!follow(kernel, reader, { row, group: known.group, came, went })) return undefined;
  }
  if (came.size + went.size === 0) return known.ids;
  return sortedIds([...known.ids].filter((id) => !went.has(id)).concat([...came]));
}

interface Following {
  readonly row: JournalRow;
  readonly group: number;
  readonly came: Set<number>;
  readonly went: Set<number>;
}

/** False where all must be read anew: names that moved, loads, rows without a body. */
function follow(kernel: Kernel, reader: Reader, following: Following): boolean {
  const { row, group, came, went } = following;
  if (row.dn === '' || row.operation === 'modifyDn' || row.operation === 'load') return false;
  // The id of what is gone leads nowhere, and is never given out again.
  if (row.operation === 'delete') return true;
  const id = idOf(kernel, reader, row.dn);
  if (row.operation === 'add') {
    if (id === group) return false;
    if (id !== undefined && isNamed(kernel, reader, group, row.dn)) came.add(id);
    return true;
  }
  if (id !== group) return true;
  for (const { attribute, before, after, kept } of row.changes) {
    if (attribute.toLowerCase() === 'objectclass') return false;
    if (attribute.toLowerCase() !== 'member') continue;
    if (kept === undefined) return false;
    const idsOf = (values: readonly JournalValue[]): number[] =>
      values.flatMap((value) =>
        typeof value === 'string' ? (idOf(kernel, reader, value) ?? []) : [],
      );
    for (const gone of idsOf(before)) move(gone, came, went);
    for (const added of idsOf(after)) move(added, went, came);
  }
  return true;
}

function move(id: number, from: Set<number>, to: Set<number>): void {
  from.delete(id);
  to.add(id);
}

function idOf(kernel: Kernel, reader: Reader, dn: string): number | undefined {
  try {
    return reader.find(dnKeyOf(kernel, dn));
  } catch (error) {
    if (error instanceof LdapError) return undefined;
    throw error;
  }
}
