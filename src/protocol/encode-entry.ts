import { type AttributeSlice, type EncodedEntry } from '../model/encoded-entry.js';
import { type ResponseControl } from '../model/result.js';
import { writeControls } from './encode-response.js';
import { sizeOfLength } from './length.js';
import { Op, Tag } from './tags.js';
import { type BerWriter, sizeOfInteger } from './writer.js';

export interface EntryOptions {
  /** Attribute names with empty sets (RFC 4511 §4.5.1.6). */
  readonly typesOnly: boolean;
  readonly controls?: readonly ResponseControl[];
}

/**
 * Writes a SearchResultEntry (RFC 4511 §4.5.2). Slices are copied as they are, in runs; sizes are
 * summed first so that nothing moves afterwards.
 */
export function writeEntry(
  writer: BerWriter,
  id: number,
  entry: EncodedEntry,
  { typesOnly, controls = [] }: EntryOptions,
): void {
  const attributes = sizeOfAttributes(entry, typesOnly);
  const op = sizeOfElement(entry.dn.length) + sizeOfElement(attributes);
  writer.reserve(op + 32);
  const message = controls.length > 0 ? writer.begin(Tag.sequence) : 0;
  if (message === 0) writer.header(Tag.sequence, 2 + sizeOfInteger(id) + sizeOfElement(op));
  writer.integer(id);
  writer.header(Op.searchResultEntry, op);
  writer.octets(entry.dn);
  writer.header(Tag.sequence, attributes);
  writeAttributes(writer, entry, typesOnly);
  if (message > 0) {
    writeControls(writer, controls);
    writer.end(message);
  }
}

function sizeOfAttributes(entry: EncodedEntry, typesOnly: boolean): number {
  const { runs, computed } = entry;
  let size = 0;
  if (runs && !typesOnly) {
    for (let at = 0; at < runs.length; at += 2) size += (runs[at + 1] ?? 0) - (runs[at] ?? 0);
  } else {
    for (const { description, start, end } of entry.slices) {
      size += typesOnly ? sizeOfType(description) : end - start;
    }
  }
  for (const { description, values } of computed) {
    size += typesOnly ? sizeOfType(description) : sizeOfElement(sizeOfFields(description, values));
  }
  return size;
}

function sizeOfType(description: string): number {
  return sizeOfElement(sizeOfFields(description, []));
}

function sizeOfFields(description: string, values: readonly Buffer[]): number {
  return sizeOfElement(Buffer.byteLength(description)) + sizeOfElement(sizeOfValues(values));
}

function sizeOfValues(values: readonly Buffer[]): number {
  let size = 0;
  for (const value of values) size += sizeOfElement(value.length);
  return size;
}

function sizeOfElement(length: number): number {
  return 1 + sizeOfLength(length) + length;
}

function writeAttributes(writer: BerWriter, entry: EncodedEntry, typesOnly: boolean): void {
  if (typesOnly) {
    for (const { description } of entry.slices) writeAttribute(writer, description, []);
  } else if (entry.runs) {
    writeRuns(writer, entry.bytes, entry.runs);
  } else {
    writeSlices(writer, entry.bytes, entry.slices);
  }
  for (const { description, values } of entry.computed) {
    writeAttribute(writer, description, typesOnly ? [] : values);
  }
}

function writeRuns(writer: BerWriter, bytes: Buffer, runs: readonly number[]): void {
  for (let at = 0; at < runs.length; at += 2) {
    writer.slice(bytes, runs[at] ?? 0, runs[at + 1] ?? 0);
  }
}

/** Slices that follow one another are one copy. */
function writeSlices(writer: BerWriter, bytes: Buffer, slices: readonly AttributeSlice[]): void {
  let start = 0;
  let end = 0;
  for (const slice of slices) {
    if (slice.start !== end) {
      if (end > start) writer.slice(bytes, start, end);
      start = slice.start;
    }
    end = slice.end;
  }
  if (end > start) writer.slice(bytes, start, end);
}

function writeAttribute(writer: BerWriter, description: string, values: readonly Buffer[]): void {
  writer.header(Tag.sequence, sizeOfFields(description, values));
  writer.text(description);
  writer.header(Tag.set, sizeOfValues(values));
  for (const value of values) writer.octets(value);
}
