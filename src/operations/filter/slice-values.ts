import type { AttributeSlice, EncodedEntry } from '../../model/encoded-entry.js';
import type { Kernel } from '../context.js';
import { remember } from '../search/search-memory.js';

/**
 * Reads values straight from the encoded attributes of an entry. The slices were written by the
 * store, so that their BER is trusted here.
 */

/** Where a TLV's content is; `next` is where the following one starts. */
interface Content {
  readonly start: number;
  readonly end: number;
}

function contentAt(bytes: Buffer, at: number): Content {
  const first = bytes[at + 1] ?? 0;
  if (first < 0x80) return { start: at + 2, end: at + 2 + first };
  const octets = first & 0x7f;
  const start = at + 2 + octets;
  return { start, end: start + bytes.readUIntBE(at + 2, octets) };
}

/** The SET of values of a slice. */
function valueSet(bytes: Buffer, slice: AttributeSlice): Content {
  const description = contentAt(bytes, contentAt(bytes, slice.start).start);
  return contentAt(bytes, description.end);
}

/** Whether some value of the slice satisfies the test; the value is a view, good for the call. */
export function someValue(
  bytes: Buffer,
  slice: AttributeSlice,
  test: (value: Buffer) => boolean,
): boolean {
  const { start, end } = valueSet(bytes, slice);
  let at = start;
  while (at < end) {
    const value = contentAt(bytes, at);
    if (test(bytes.subarray(value.start, value.end))) return true;
    at = value.end;
  }
  return false;
}

/** Copies of the values of a slice. */
export function copiedValues(bytes: Buffer, slice: AttributeSlice): Buffer[] {
  const values: Buffer[] = [];
  someValue(bytes, slice, (value) => {
    values.push(Buffer.from(value));
    return false;
  });
  return values;
}

/** The slice of one canonical description, without options or subtypes. */
export function sliceOf(encoded: EncodedEntry, description: string): AttributeSlice | undefined {
  const { layout } = encoded;
  if (layout) {
    const place = layout.shape.places.get(description);
    if (place === undefined) return undefined;
    return { description, start: layout.endOf(place - 1), end: layout.endOf(place) };
  }
  for (const slice of encoded.slices) if (slice.description === description) return slice;
  return undefined;
}

/** The first value of one attribute as text. */
export function firstText(encoded: EncodedEntry, description: string): string | undefined {
  const slice = sliceOf(encoded, description);
  if (!slice) return undefined;
  const { bytes } = encoded;
  const { start, end } = valueSet(bytes, slice);
  if (start === end) return undefined;
  const value = contentAt(bytes, start);
  return bytes.toString('utf8', value.start, value.end);
}

/** Lower-cased names of the entry's classes and their superclasses. */
export function classesOf(kernel: Kernel, encoded: EncodedEntry): ReadonlySet<string> {
  const slice = sliceOf(encoded, 'objectClass');
  if (!slice) return new Set();
  const key = encoded.bytes.toString('latin1', slice.start, slice.end);
  return remember(kernel.memory.classes, key, () => {
    const names = copiedValues(encoded.bytes, slice).map((value) => value.toString('utf8'));
    return new Set(kernel.schema.closureOf(names).keys());
  });
}
