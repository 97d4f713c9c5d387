import type { EncodedEntry, ValuePlace } from '../../model/encoded-entry.js';
import { octetsStandAt } from '../../model/octets.js';
import { type Content, contentAt } from '../../protocol/length.js';
import { Tag } from '../../protocol/tags.js';
import type { Kernel } from '../context.js';
import { remember } from '../search/search-memory.js';
import type { CoveredType, SearchedAttribute } from './searched-attribute.js';

/**
 * Reads values straight from the encoded attributes of an entry. They were written by the store,
 * so that their BER is trusted here.
 */

/** The content of the SET of values that stands there. */
function valueSet({ bytes, start }: ValuePlace): Content {
  if (bytes[start] === Tag.set) return contentAt(bytes, start);
  const description = contentAt(bytes, contentAt(bytes, start).start);
  return contentAt(bytes, description.end);
}

/** Whether some value satisfies the test; the value is a view, good for the call. */
export function someValue(place: ValuePlace, test: (value: Buffer) => boolean): boolean {
  const { bytes } = place;
  const { start, end } = valueSet(place);
  let at = start;
  while (at < end) {
    const value = contentAt(bytes, at);
    if (test(bytes.subarray(value.start, value.end))) return true;
    at = value.end;
  }
  return false;
}

/** Copies of the values that stand there. */
export function copiedValues(place: ValuePlace): Buffer[] {
  const values: Buffer[] = [];
  someValue(place, (value) => {
    values.push(Buffer.from(value));
    return false;
  });
  return values;
}

/** Whether some attribute that one of a filter covers satisfies the test, by its values. */
export function someCovered(
  encoded: EncodedEntry,
  attribute: SearchedAttribute,
  test: (values: ValuePlace, covered: CoveredType) => boolean,
): boolean {
  const { layout } = encoded;
  if (layout) {
    for (const { place, covered } of attribute.placesIn(layout.shape)) {
      if (test(layout.valuesAt(place), covered)) return true;
    }
    return false;
  }
  return encoded.slices.some(({ description, start }) => {
    const covered = attribute.covers(description);
    return covered !== undefined && test({ bytes: encoded.bytes, start }, covered);
  });
}

/** Where the values of one canonical description stand, without options or subtypes. */
export function valuesIn(encoded: EncodedEntry, description: string): ValuePlace | undefined {
  const { layout } = encoded;
  if (layout) {
    const place = layout.shape.places.get(description);
    return place === undefined ? undefined : layout.valuesAt(place);
  }
  for (const slice of encoded.slices) {
    if (slice.description === description) return { bytes: encoded.bytes, start: slice.start };
  }
  return undefined;
}

/** The first value of one attribute as text. */
export function firstText(encoded: EncodedEntry, description: string): string | undefined {
  const values = valuesIn(encoded, description);
  if (!values) return undefined;
  const { start, end } = valueSet(values);
  if (start === end) return undefined;
  const value = contentAt(values.bytes, start);
  return values.bytes.toString('utf8', value.start, value.end);
}

/** Whether the first value of one attribute is a text of ASCII, which is not decoded for it. */
export function startsWithValue(encoded: EncodedEntry, description: string, text: string): boolean {
  const values = valuesIn(encoded, description);
  if (!values) return false;
  const { bytes } = values;
  const { start, end } = valueSet(values);
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
  const values = valuesIn(encoded, 'objectClass');
  if (!values) return new Set();
  const { bytes, start } = values;
  const { end } = contentAt(bytes, start);
  // Entries that are met one after the other are mostly of the same classes.
  const last = memory.lastClasses;
  const isLast = last?.bytes.length === end - start && octetsStandAt(bytes, start, last.bytes);
  if (last && isLast) return last.classes;
  const key = bytes.toString('latin1', start, end);
  const classes = remember(memory.classes, key, () => {
    const names = copiedValues(values).map((value) => value.toString('utf8'));
    return new Set(schema.closureOf(names).keys());
  });
  memory.lastClasses = { bytes: Buffer.from(key, 'latin1'), classes };
  return classes;
}
