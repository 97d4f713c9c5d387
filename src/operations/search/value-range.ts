import type { ComputedAttribute } from '../../model/encoded-entry.js';
import type { AttributeDescription } from '../../schema/definitions.js';
import type { Schema } from '../../schema/schema.js';
import { copiedValues, valuesIn } from '../filter/slice-values.js';
import type { EntryView } from './entry-view.js';

/**
 * Range retrieval, by which Active Directory's clients read a large attribute a part at a time:
 * `member;range=0-1499` is answered as `member;range=0-1499` and, by whoever asks on from there,
 * in the end as `member;range=45000-*`. A part has so many values at most as `valuesMax` allows,
 * whatever is asked; beyond the last value there is no attribute.
 */
export interface ValueRange {
  /** The attribute without the range. */
  readonly description: string;
  /** Lower-cased name of its type. */
  readonly key: string;
  /** Places, the first is 0; Infinity: to the end. */
  readonly from: number;
  readonly to: number;
}

const valuesMax = 5_000;
const withRange = /^([^;]+(?:;[^;=]+)*);range=(\d{1,9})-(\d{1,9}|\*)$/i;

/** The range in an item of an attribute list; undefined when there is none, or of no attribute. */
export function valueRange(schema: Schema, item: string): ValueRange | undefined {
  const parts = withRange.exec(item);
  const described: AttributeDescription | undefined = parts
    ? schema.describe(parts[1] ?? '')
    : undefined;
  if (!parts || !described) return undefined;
  const from = Number(parts[2]);
  const to = parts[3] === '*' ? Infinity : Number(parts[3]);
  if (to < from) return undefined;
  const { canonical, type } = described;
  return { description: canonical, key: type.name.toLowerCase(), from, to };
}

/** That part of an entry's attribute, described as what it is; undefined when it has none. */
export function rangeOf(view: EntryView, range: ValueRange): ComputedAttribute | undefined {
  const { description, from, to } = range;
  const wanted = Math.min(to - from + 1, valuesMax);
  const values: Buffer[] = [];
  let isLast = true;
  for (const value of valuesFrom(view, range)) {
    if (values.length === wanted) {
      isLast = false;
      break;
    }
    values.push(value);
  }
  if (values.length === 0) return undefined;
  const end = isLast ? '*' : String(from + values.length - 1);
  return { description: `${description};range=${String(from)}-${end}`, values };
}

function valuesFrom(view: EntryView, { description, key, from }: ValueRange): Iterable<Buffer> {
  const { encoded } = view;
  const values = valuesIn(encoded, description);
  if (values) return copiedValues(values).slice(from);
  const large = encoded.large?.find((each) => each.description === description);
  if (large) return large.values.read(from);
  return description.toLowerCase() === 'member' && key === 'member'
    ? (view.members()?.read(from) ?? [])
    : [];
}
