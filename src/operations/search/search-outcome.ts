import type { SearchRequest } from '../../model/request.js';
import { type ResponseControl, type Result, resultOf, success } from '../../model/result.js';
import type { Call, Kernel } from '../context.js';
import type { SortValues } from '../sort/sort-values.js';
import { pageControl, type PagePosition } from './paged-cookie.js';
import type { DeliveryEnd } from './search-delivery.js';

export interface SearchOutcome {
  readonly result: Result;
  /** How many went out. */
  readonly entries: number;
}

/** A search that has come to its end, and what there is to say of it. */
export interface EndedSearch {
  readonly end: DeliveryEnd;
  /** Where its page began. */
  readonly position: PagePosition;
  /** What the last entry is sorted by; asked when another page follows. */
  readonly valuesOf?: (id: number) => SortValues;
  /** Of other controls than that of pages. */
  readonly controls?: readonly ResponseControl[];
}

export function outcomeOf(
  kernel: Kernel,
  call: Call<SearchRequest>,
  { end, position, valuesOf, controls = [] }: EndedSearch,
): SearchOutcome {
  const { code, message, entries, nextPage } = end;
  const result = code === 'success' ? success : resultOf(code, { message });
  const next = nextPage !== undefined && {
    delivered: position.delivered + entries,
    id: nextPage,
    values: valuesOf?.(nextPage) ?? [],
  };
  const paged = call.controls.paged ? [pageControl(kernel, call, next || undefined)] : [];
  if (controls.length + paged.length === 0) return { result, entries };
  return { result: { ...result, controls: [...controls, ...paged] }, entries };
}
