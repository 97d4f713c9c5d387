import { type AttributeSlice, type EncodedEntry } from '../model/encoded-entry.js';
import { type LargeAttribute, octetStringsSize } from '../model/large-values.js';
import { type ResponseControl } from '../model/result.js';
import { writeControls } from './encode-response.js';
import { sizeOfElement } from './length.js';
import { Op, Tag } from './tags.js';
import { BerWriter, sizeOfInteger } from './writer.js';

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
  const attributes = sizeOfAttributes(entry, typesOnly) + sizeOfLarge(entry, typesOnly);
  const op = sizeOfElement(sizeOfName(entry)) + sizeOfElement(attributes);
  writer.reserve(op + 32);
  const message = controls.length > 0 ? writer.begin(Tag.sequence) : 0;
  if (message === 0) writer.header(Tag.sequence, 2 + sizeOfInteger(id) + sizeOfElement(op));
  writer.integer(id);
  writer.header(Op.searchResultEntry, op);
  writeName(writer, entry);
  writer.header(Tag.sequence, attributes);
  writeAttributes(writer, entry, typesOnly);
  if (entry.large) writeLarge(writer, entry.large, typesOnly);
  if (message > 0) {
    writeControls(writer, controls);
    writer.end(message);
  }
}

/** Part of a message, ready to be written. */
export type Piece = (writer: BerWriter) => void;

const piecesValues = 256;

/**
 * The same message in pieces: the entry without its large attributes, then some values at a time.
 * `entry` must outlive the reading of its values.
 */
export function* entryPieces(id: number, entry: EncodedEntry): Generator<Piece> {
  const { large = [] } = entry;
  const attributes = sizeOfAttributes(entry, false) + sizeOfLarge(entry, false);
  const op = sizeOfElement(sizeOfName(entry)) + sizeOfElement(attributes);
  yield (writer) => {
    writer.header(Tag.sequence, 2 + sizeOfInteger(id) + sizeOfElement(op));
    writer.integer(id);
    writer.header(Op.searchResultEntry, op);
    writeName(writer, entry);
    writer.header(Tag.sequence, attributes);
    writeAttributes(writer, entry, false);
  };
  for (const attribute of large) {
    yield (writer) => {
      writeLargeHead(writer, attribute);
    };
    yield* valuePieces(attribute);
  }
}

function* valuePieces({ values }: LargeAttribute): Generator<Piece> {
  let batch: Buffer[] = [];
  for (const value of values.read()) {
    batch.push(value);
    if (batch.length < piecesValues) continue;
    yield octetsPiece(batch);
    batch = [];
  }
  yield octetsPiece(batch);
}

const octetsPiece =
  (values: readonly Buffer[]): Piece =>
  (writer) => {
    for (const value of values) writer.octets(value);
  };

/** The BER of a SearchResultEntry alone, which other elements hold (RFC 4527 §3). */
export function encodeSearchResultEntry(entry: EncodedEntry): Buffer {
  const attributes = sizeOfAttributes(entry, false) + sizeOfLarge(entry, false);
  const op = sizeOfElement(sizeOfName(entry)) + sizeOfElement(attributes);
  const writer = new BerWriter(Buffer.allocUnsafe(sizeOfElement(op) + 16));
  writer.header(Op.searchResultEntry, op);
  writeName(writer, entry);
  writer.header(Tag.sequence, attributes);
  writeAttributes(writer, entry, false);
  if (entry.large) writeLarge(writer, entry.large, false);
  return writer.view();
}

function sizeOfName(entry: EncodedEntry): number {
  const { name } = entry;
  if (!name) return entry.dn.length;
  const { rdnStart, rdnEnd, superior } = name;
  return rdnEnd - rdnStart + (superior ? 1 + superior.length : 0);
}

/** A name that lies in two parts is put together where it is written. */
function writeName(writer: BerWriter, entry: EncodedEntry): void {
  const { name, bytes } = entry;
  if (!name) {
    writer.octets(entry.dn);
    return;
  }
  writer.header(Tag.octetString, sizeOfName(entry));
  writer.slice(bytes, name.rdnStart, name.rdnEnd);
  if (!name.superior) return;
  writer.octet(0x2c);
  writer.raw(name.superior);
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

function sizeOfLarge({ large }: EncodedEntry, typesOnly: boolean): number {
  if (!large) return 0;
  let size = 0;
  for (const attribute of large) {
    size += typesOnly
      ? sizeOfType(attribute.description)
      : sizeOfElement(sizeOfLargeFields(attribute));
  }
  return size;
}

const sizeOfLargeFields = ({ description, values }: LargeAttribute): number =>
  sizeOfElement(Buffer.byteLength(description)) + sizeOfElement(sizeOfLargeValues(values));

const sizeOfLargeValues = (values: LargeAttribute['values']): number =>
  values.valueBytes ?? octetStringsSize(values.read());

function writeLarge(writer: BerWriter, large: readonly LargeAttribute[], typesOnly: boolean): void {
  for (const attribute of large) {
    if (typesOnly) {
      writeAttribute(writer, attribute.description, []);
      continue;
    }
    writeLargeHead(writer, attribute);
    for (const value of attribute.values.read()) writer.octets(value);
  }
}

function writeLargeHead(writer: BerWriter, attribute: LargeAttribute): void {
  writer.header(Tag.sequence, sizeOfLargeFields(attribute));
  writer.text(attribute.description);
  writer.header(Tag.set, sizeOfLargeValues(attribute.values));
}

function sizeOfType(description: string): number {
  return sizeOfElement(sizeOfFields(description, []));
}

function sizeOfFields(description: string, values: readonly Buffer[]): number {
  return sizeOfElement(Buffer.byteLength(description)) + sizeOfElement(octetStringsSize(values));
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
  writer.header(Tag.set, octetStringsSize(values));
  for (const value of values) writer.octets(value);
}
