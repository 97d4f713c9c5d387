import type { Filter } from '../../model/filter.js';
import type { Condition } from './condition.js';
import { allOf, anyOf, negation } from './connectives.js';
import { approximateCondition, equalityCondition, orderCondition } from './filter-assertions.js';
import { extensibleCondition } from './filter-extensible.js';
import type { FilterGround } from './filter-ground.js';
import { presentCondition } from './filter-present.js';
import { substringsCondition } from './filter-substrings.js';

/**
 * Prepares a filter: assertions are brought to their keys, attributes resolved, indexes asked,
 * once for the whole search (RFC 4511 §4.5.1.7). Never refuses: what cannot be evaluated is
 * Undefined.
 */
export function compileFilter(ground: FilterGround, filter: Filter): Condition {
  switch (filter.kind) {
    case 'and':
      return allOf(filter.filters.map((each) => compileFilter(ground, each)));
    case 'or':
      return anyOf(filter.filters.map((each) => compileFilter(ground, each)));
    case 'not':
      return negation(compileFilter(ground, filter.filter));
    case 'present':
      return presentCondition(ground, filter.attribute);
    case 'equality':
      return equalityCondition(ground, filter);
    case 'greaterOrEqual':
    case 'lessOrEqual':
      return orderCondition(ground, filter);
    case 'approximate':
      return approximateCondition(ground, filter);
    case 'substrings':
      return substringsCondition(ground, filter);
    case 'extensible':
      return extensibleCondition(ground, filter);
  }
}
