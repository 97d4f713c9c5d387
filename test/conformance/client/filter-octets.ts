import type { ExtensibleFilter, Filter, SubstringsFilter } from '../../../src/model/filter.js';
import { boolean, constructed, context, contextConstructed, octetString } from './elements.js';

const assertionTags = { equality: 3, greaterOrEqual: 5, lessOrEqual: 6, approximate: 8 };

/** A Filter in BER (RFC 4511 §4.5.1.7). What it says may be malformed: that is asked too. */
export function filterOctets(filter: Filter): Buffer {
  switch (filter.kind) {
    case 'and':
    case 'or': {
      const tag = contextConstructed(filter.kind === 'and' ? 0 : 1);
      return constructed(filter.filters.map(filterOctets), tag);
    }
    case 'not':
      return constructed([filterOctets(filter.filter)], contextConstructed(2));
    case 'present':
      return octetString(filter.attribute, context(7));
    case 'substrings':
      return substrings(filter);
    case 'extensible':
      return extensible(filter);
    case 'equality':
    case 'greaterOrEqual':
    case 'lessOrEqual':
    case 'approximate':
      return constructed(
        [octetString(filter.attribute), octetString(filter.value)],
        contextConstructed(assertionTags[filter.kind]),
      );
  }
}

function substrings({ attribute, initial, any, final }: SubstringsFilter): Buffer {
  const parts = [
    ...(initial ? [octetString(initial, context(0))] : []),
    ...any.map((part) => octetString(part, context(1))),
    ...(final ? [octetString(final, context(2))] : []),
  ];
  return constructed([octetString(attribute), constructed(parts)], contextConstructed(4));
}

function extensible({ attribute, rule, value, dnAttributes }: ExtensibleFilter): Buffer {
  const parts = [
    ...(rule === undefined ? [] : [octetString(rule, context(1))]),
    ...(attribute === undefined ? [] : [octetString(attribute, context(2))]),
    octetString(value, context(3)),
    ...(dnAttributes ? [boolean(true, context(4))] : []),
  ];
  return constructed(parts, contextConstructed(9));
}
