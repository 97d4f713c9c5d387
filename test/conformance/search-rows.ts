import type { Request } from '../../src/model/request.js';
import type { ResultCodeName } from '../../src/model/result.js';
import type { Expected, Row } from './checklist.js';
import { search, type Searching } from './session.js';

/** Rows of the checklist that are searches. */
export function searchRow(
  title: string,
  base: string,
  options: Searching,
  then: ResultCodeName | Expected,
  more: Partial<Row> = {},
): Row {
  const ask: Request = search(base, options);
  return { title, ask, then, ...more };
}

export function oneLevel(filter: string): Searching {
  return { scope: 'one', filter, attributes: ['1.1'] };
}

export function found(...names: readonly string[]): Expected {
  return { code: 'success', found: names };
}

export function shown(attributes: Readonly<Record<string, readonly string[]>>): Expected {
  return { code: 'success', shown: attributes };
}
