import type { Filter } from '../../model/filter.js';
import { LdapError } from '../../model/result.js';
import type { Steps } from '../steps.js';
import type { Condition } from './condition.js';
import { allOf, anyOf, negation } from './connectives.js';
import { approximateCondition, equalityCondition, orderCondition } from './filter-assertions.js';
import { extensibleCondition } from './filter-extensible.js';
import type { FilterGround } from './filter-ground.js';
import { presentCondition } from './filter-present.js';
import { substringsCondition } from './filter-substrings.js';
import { countOf } from './plan.js';

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

/** What a filter that is tried on one entry, within the turn, may hold. */
const soleTermsMax = 256;

/**
 * The same for the filter of an assertion, or of an entry that is in no store.
 *
 * @throws LdapError `adminLimitExceeded`
 */
export function compileForOne(ground: FilterGround, filter: Filter): Condition {
  if (termsOf(filter, soleTermsMax) > soleTermsMax) {
    throw new LdapError('adminLimitExceeded', 'a filter of too many terms for one entry');
  }
  return compileFilter(ground, filter);
}

/** A filter prepared in steps, one for each term: their number is for the client to choose. */
export function* compileSteps(ground: FilterGround, filter: Filter): Steps<Condition> {
  if (filter.kind === 'and') return allOf(yield* eachCompiled(ground, filter.filters));
  if (filter.kind === 'or') return anyOf(yield* eachCompiled(ground, filter.filters));
  if (filter.kind === 'not') return negation(yield* compileSteps(ground, filter.filter));
  const condition = compileFilter(ground, filter);
  // A range counts its rows when first asked, and then knows.
  countOf(condition.plan);
  yield;
  return condition;
}

function* eachCompiled(ground: FilterGround, filters: readonly Filter[]): Steps<Condition[]> {
  const conditions: Condition[] = [];
  for (const each of filters) conditions.push(yield* compileSteps(ground, each));
  return conditions;
}

/** The terms of a filter, counted as far as one more than `most`. */
export function termsOf(filter: Filter, most = Infinity): number {
  if (filter.kind === 'not') return termsOf(filter.filter, most);
  if (filter.kind !== 'and' && filter.kind !== 'or') return 1;
  let terms = 0;
  for (const each of filter.filters) {
    terms += termsOf(each, most - terms);
    if (terms > most) break;
  }
  return terms;
}
