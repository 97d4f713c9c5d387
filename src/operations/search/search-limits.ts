import type { IdentityLimits } from '../../access/limits.js';
import type { SearchRequest } from '../../model/request.js';
import type { ResultCodeName } from '../../model/result.js';
import type { Call, Kernel } from '../context.js';

/**
 * The bounds of one search (RFC 4511 §4.5.1.4, §4.5.1.5). A client that names no limit gets the
 * usual one of its identity; one that names more than its identity may have gets the most, and
 * then it is no longer its own limit that is exceeded but an administrative one.
 */
export interface SearchLimits {
  /** Entries of this answer, Infinity for any number, and what ends it there. */
  readonly size: number;
  readonly sizeCode: ResultCodeName;
  /** Entries of a page; Infinity when the search is not paged. */
  readonly pageSize: number;
  /** By the kernel's clock. */
  readonly deadlineMs: number;
  readonly deadlineCode: ResultCodeName;
  /** Candidates that the reader could find, found or not. */
  readonly lookThrough: number;
}

interface Bound {
  readonly most: number;
  readonly code: ResultCodeName;
}

/** @param delivered entries of the pages before */
export function searchLimits(
  kernel: Kernel,
  call: Call<SearchRequest>,
  { limits, delivered }: { readonly limits: IdentityLimits; readonly delivered: number },
): SearchLimits {
  const { request, controls } = call;
  const size = sizeBound(request.sizeLimit, limits, controls.paged !== undefined);
  const time = bounded(request.timeLimit, 'timeLimitExceeded', {
    usual: limits.seconds,
    most: limits.secondsMax,
  });
  return {
    size: Math.max(0, size.most - delivered),
    sizeCode: size.code,
    pageSize: pageSizeOf(controls.paged?.size, request.sizeLimit, limits.pageEntriesMax),
    deadlineMs: time.most === Infinity ? Infinity : kernel.clock().getTime() + time.most * 1000,
    deadlineCode: time.code,
    lookThrough: limits.examinedMax,
  };
}

/** Of the one answer or, where it is paged, of all pages together. */
function sizeBound(asked: number, limits: IdentityLimits, isPaged: boolean): Bound {
  const { entries, entriesMax, pagedEntriesMax } = limits;
  return isPaged
    ? bounded(asked, 'sizeLimitExceeded', { usual: pagedEntriesMax, most: pagedEntriesMax })
    : bounded(asked, 'sizeLimitExceeded', { usual: entries, most: entriesMax });
}

/** @param asked 0: nothing */
function bounded(
  asked: number,
  code: ResultCodeName,
  { usual, most }: { readonly usual: number; readonly most: number },
): Bound {
  if (asked === 0) return { most: usual, code };
  return asked <= most ? { most: asked, code } : { most, code: 'adminLimitExceeded' };
}

/** RFC 2696 §3: a page at least as large as the size limit is no page. */
function pageSizeOf(asked: number | undefined, sizeLimit: number, most: number): number {
  if (asked === undefined) return Infinity;
  const size = Math.min(asked, most);
  return sizeLimit > 0 && size >= sizeLimit ? Infinity : size;
}
