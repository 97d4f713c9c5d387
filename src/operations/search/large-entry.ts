import type { EncodedEntry, SearchSink } from '../../model/encoded-entry.js';
import {
  type LargeAttribute,
  type LargeValues,
  octetStringsSize,
} from '../../model/large-values.js';
import type { ResultCodeName } from '../../model/result.js';
import { nextTurn } from '../steps.js';

/** Entries with large attributes on their way out. */

/** What an answer may gather in memory of one entry's large attributes. */
const heldBytesMax = 64 * 1024;
const measuredValues = 1_024;

/** Whether an entry leaves in pieces rather than at once. */
export function isInPieces({ large }: EncodedEntry): boolean {
  if (!large) return false;
  let bytes = 0;
  for (const { values } of large) bytes += values.valueBytes ?? Infinity;
  return bytes > heldBytesMax;
}

/**
 * Sends such an entry. Its octets are copied first: reading values ends the life of the reader's.
 *
 * @returns the code to end the search with when the receiver is gone, or the search abandoned
 */
export async function sendInPieces(
  sink: SearchSink,
  entry: EncodedEntry,
  signal: AbortSignal | undefined,
): Promise<ResultCodeName | undefined> {
  const own = detached(entry);
  const large: LargeAttribute[] = [];
  for (const attribute of own.large ?? []) {
    large.push(await measured(attribute));
    if (signal?.aborted) return 'canceled';
  }
  if (!sink.inPieces) {
    sink.entry({ ...own, large }, false);
    return undefined;
  }
  try {
    await sink.inPieces({ ...own, large });
    return undefined;
  } catch {
    return 'canceled';
  }
}

/** The entry with octets of its own: rows may then be read. */
export function detached({ dn, slices, bytes, computed, large }: EncodedEntry): EncodedEntry {
  const parts: Buffer[] = [];
  let at = 0;
  const moved = slices.map(({ description, start, end }) => {
    parts.push(bytes.subarray(start, end));
    const slice = { description, start: at, end: at + end - start };
    at = slice.end;
    return slice;
  });
  return { dn: Buffer.from(dn), bytes: Buffer.concat(parts), slices: moved, computed, large };
}

/** The attribute with its size known: what is made for the answer is made once to measure it. */
async function measured(attribute: LargeAttribute): Promise<LargeAttribute> {
  const { description, values } = attribute;
  if (values.valueBytes !== undefined) return attribute;
  let valueBytes = 0;
  let count = 0;
  for (const value of values.read()) {
    valueBytes += octetStringsSize([value]);
    count += 1;
    if (count % measuredValues === 0) await nextTurn();
  }
  const counted: LargeValues = {
    count,
    valueBytes,
    get: (key) => values.get(key),
    read: (skip) => values.read(skip),
  };
  return { description, values: counted };
}
