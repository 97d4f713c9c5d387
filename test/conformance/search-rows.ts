import type { Row } from './checklist.js';
import type { Then } from './expected.js';
import { search, type Searching } from './session.js';

/** Rows of the checklist that are searches. */
export function searchRow(
  title: string,
  base: string,
  options: Searching,
  then: Then,
  more: Partial<Row> = {},
): Row {
  return { title, ask: search(base, options), then, ...more };
}

/** The names of the entries right below that a filter finds. */
export function oneLevel(filter: string): Searching {
  return { scope: 'one', filter, attributes: ['1.1'] };
}
