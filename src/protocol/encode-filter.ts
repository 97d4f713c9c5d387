import type { Filter } from '../model/filter.js';
import { context, contextConstructed, Tag } from './tags.js';
import type { BerWriter } from './writer.js';

const assertionTags = {
  equality: 3,
  greaterOrEqual: 5,
  lessOrEqual: 6,
  approximate: 8,
} as const;

/** Writes a Filter (RFC 4511 §4.5.1.7): of a search request, or in a control's value. */
export function writeFilter(writer: BerWriter, filter: Filter): void {
  switch (filter.kind) {
    case 'and':
    case 'or': {
      const set = writer.begin(contextConstructed(filter.kind === 'and' ? 0 : 1));
      for (const each of filter.filters) writeFilter(writer, each);
      writer.end(set);
      return;
    }
    case 'not': {
      const not = writer.begin(contextConstructed(2));
      writeFilter(writer, filter.filter);
      writer.end(not);
      return;
    }
    case 'present':
      writer.text(filter.attribute, context(7));
      return;
    case 'substrings':
      writeSubstrings(writer, filter);
      return;
    case 'extensible':
      writeExtensible(writer, filter);
      return;
    case 'equality':
    case 'greaterOrEqual':
    case 'lessOrEqual':
    case 'approximate': {
      const item = writer.begin(contextConstructed(assertionTags[filter.kind]));
      writer.text(filter.attribute);
      writer.octets(filter.value);
      writer.end(item);
      return;
    }
  }
}

type FilterOf<Kind extends Filter['kind']> = Extract<Filter, { kind: Kind }>;

function writeSubstrings(writer: BerWriter, filter: FilterOf<'substrings'>): void {
  const item = writer.begin(contextConstructed(4));
  writer.text(filter.attribute);
  const parts = writer.begin(Tag.sequence);
  if (filter.initial) writer.octets(filter.initial, context(0));
  for (const part of filter.any) writer.octets(part, context(1));
  if (filter.final) writer.octets(filter.final, context(2));
  writer.end(parts);
  writer.end(item);
}

function writeExtensible(writer: BerWriter, filter: FilterOf<'extensible'>): void {
  const item = writer.begin(contextConstructed(9));
  if (filter.rule !== undefined) writer.text(filter.rule, context(1));
  if (filter.attribute !== undefined) writer.text(filter.attribute, context(2));
  writer.octets(filter.value, context(3));
  if (filter.dnAttributes) writer.boolean(true, context(4));
  writer.end(item);
}
