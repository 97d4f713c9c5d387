import type { AttributeSlice, EncodedEntry } from '../../model/encoded-entry.js';
import { octetsStandAt } from '../../model/octets.js';
import { type Content, contentAt } from '../../protocol/length.js';
import type { Kernel } from '../context.js';
import { remember } from '../search/search-memory.js';
import type { CoveredType, SearchedAttribute } from './searched-attribute.js';

/**
 * Reads values straight from the encoded attributes of an entry. The slices were written by the
 * store, so that their BER is trusted here.
 */

/** The SET of values of the slice that starts there. */
function valueSet(bytes: Buffer, slice: number): Content {
  const description = contentAt(bytes, contentAt(bytes, slice).start);
  return contentAt(bytes, description.end);
}

/**
 * Whether some value satisfies the test; the value is a view, good for the call.
 *
 * @param slice where the slice starts
 */
export function someValue(bytes: Buffer, slice: number, test: (value: Buffer) => boolean): boolean {
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
export function copiedValues(bytes: Buffer, { start }: AttributeSlice): Buffer[] {
  const values: Buffer[] = [];
  someValue(bytes, start, (value) => {
    values.push(Buffer.from(value));
    return false;
  });
  return values;
}

/** Whether some slice that an attribute of a filter covers, by its start, satisfies the test. */
export function someCovered(
  encoded: EncodedEntry,
  attribute: SearchedAttribute,
  test: (start: number, covered: CoveredType) => boolean,
): boolean {
  const { layout } = encoded;
  if (layout) {
    for (const { place, covered } of attribute.placesIn(layout.shape)) {
      if (test(layout.endOf(place - 1), covered)) return true;
    }
    return false;
  }
  return encoded.slices.some(({ description, start }) => {
    const covered = attribute.covers(description);
    return covered !== undefined && test(start, covered);
  });
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
  const { start, end } = valueSet(bytes, slice.start);
  if (start === end) return undefined;
  const value = contentAt(bytes, start);
  return bytes.toString('utf8', value.start, value.end);
}

/** Whether the first value of one attribute is a text of ASCII, which is not decoded for it. */
export function startsWithValue(encoded: EncodedEntry, description: string, text: string): boolean {
  const slice = sliceOf(encoded, description);
  if (!slice) return false;
  const { bytes } = encoded;
  const { start, end } = valueSet(bytes, slice.start);
  if (start === end) return false;
  const value = contentAt(bytes, start);
  if (value.end - value.start !== text.length) return false;
  for (let at = 0; at < text.length; at += 1) {
    if (bytes[value.start + at] !== text.charCodeAt(at)) return false;
  }
  return true;
}

/** Lower-cased names of the entry's classes and their superclasses. */
export function classesOf({ schema, memory }: Kernel, encoded: EncodedEntry): ReadonlySet<string> {
  const slice = sliceOf(encoded, 'objectClass');
  if (!slice) return new Set();
  const { bytes } = encoded;
  // Entries that are met one after the other are mostly of the same classes.
  const last = memory.lastClasses;
  const isLast =
    last?.bytes.length === slice.end - slice.start && octetsStandAt(bytes, slice.start, last.bytes);
  if (last && isLast) return last.classes;
  const key = bytes.toString('latin1', slice.start, slice.end);
  const classes = remember(memory.classes, key, () => {
    const names = copiedValues(bytes, slice).map((value) => value.toString('utf8'));
    return new Set(schema.closureOf(names).keys());
  });
  memory.lastClasses = { bytes: Buffer.from(key, 'latin1'), classes };
  return classes;
}
