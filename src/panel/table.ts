import type { Entry } from '../model/entry.js';
import type { Filter } from '../model/filter.js';
import type { Directory, Listing, Operations } from '../operations/directory.js';
import { countOfRecords } from './typography.js';

/** A column of a list: what it says of an entry, and the attribute it is sorted by. */
export interface Column {
  readonly label: string;
  readonly attribute: string;
  readonly textOf: (entry: Entry) => string;
  /** The cell leads to the record. */
  readonly isLink?: boolean;
  /** Digits in columns. */
  readonly isNumber?: boolean;
}

/** What a list holds and in which order, on a page as in a file. */
export interface TableSource {
  readonly operations: Operations;
  readonly schema: Directory['schema'];
  readonly base: string;
  readonly filter: Filter;
  readonly columns: readonly Column[];
  /** The first order; an attribute of a column. */
  readonly sortBy: string;
  readonly reverse?: boolean;
  /**
   * In place of the list: what was found, best first unless a column is chosen to sort by; the
   * base, the filter and the first order are then not asked.
   */
  readonly found?: (asked: TablePage) => Listing;
  /** Of this page: `tri` and `sens` choose the order. */
  readonly query: Readonly<Record<string, string>>;
}

export interface TableRequest extends TableSource {
  /** Where links for sorting and paging lead, with the other parameters kept. */
  readonly path: string;
  readonly hrefOf: (entry: Entry) => string;
}

/** The rows of one page. */
export interface TablePage {
  readonly attributes: readonly string[];
  readonly sortBy: string | undefined;
  readonly reverse: boolean;
  readonly offset: number;
  readonly limit: number;
}

export const pageSize = 50;
const attributes = ['*', 'modifyTimestamp', 'entryUUID'];

interface Order {
  readonly sortBy: string | undefined;
  readonly reverse: boolean;
}

/** The column chosen to sort by, if it can be, or the list's own order. */
function orderOf(source: TableSource): Order {
  const { columns, query } = source;
  const sorted = columns.find(
    ({ attribute }) => attribute === query['tri'] && sortable(source, attribute),
  );
  if (sorted) return { sortBy: sorted.attribute, reverse: query['sens'] === 'desc' };
  return {
    sortBy: source.found ? undefined : source.sortBy,
    reverse: source.reverse === true,
  };
}

/** Rows of a list in its order. @throws LdapError */
export function rowsOf(
  source: TableSource,
  part: { readonly offset: number; readonly limit: number },
): Listing {
  const { operations, base, filter, found } = source;
  const { sortBy, reverse } = orderOf(source);
  const asked = { attributes, reverse, ...part };
  if (found) return found({ ...asked, sortBy });
  return operations.list({ ...asked, sortBy: sortBy ?? source.sortBy, base, scope: 'one', filter });
}

/**
 * One page of a list as the templates show it. The number announced is that of the rows that
 * can be paged through, since both come from one listing.
 *
 * @throws LdapError
 */
export function tableOf(request: TableRequest) {
  const { columns, query } = request;
  const order = orderOf(request);
  const read = (page: number): Listing =>
    rowsOf(request, { offset: (page - 1) * pageSize, limit: pageSize });
  const asked = Math.min(Math.max(Math.trunc(Number(query['page'] ?? '1')) || 1, 1), 100_000);
  let page = asked;
  let listing = read(page);
  const pages = Math.max(Math.ceil(listing.total / pageSize), 1);
  if (page > pages) {
    page = pages;
    listing = read(page);
  }
  const first = (page - 1) * pageSize;
  const last = first + listing.entries.length;
  return {
    count: countOfRecords(listing.total, listing.totalIsExact),
    isEmpty: listing.entries.length === 0,
    columns: columns.map((column) => headOf(request, column, order)),
    rows: listing.entries.map((entry) => rowOf(request, entry)),
    pager: {
      text: {
        words: listing.totalIsExact
          ? '{first} à {last} sur {total}'
          : '{first} à {last} sur plus de {total}',
        ...{ first: first + 1, last, total: listing.total },
      },
      page,
      pages,
      isNeeded: pages > 1,
      previous: page > 1 ? hrefWith(request, { page: String(page - 1) }) : undefined,
      next: page < pages ? hrefWith(request, { page: String(page + 1) }) : undefined,
    },
  };
}

const sortable = ({ schema }: TableSource, attribute: string): boolean =>
  schema.attributeType(attribute)?.indexes.has('equality') ?? false;

function headOf(
  request: TableRequest,
  { label, attribute, isNumber }: Column,
  order: Order,
): object {
  const isSorted = order.sortBy === attribute;
  const direction = isSorted && !order.reverse ? 'desc' : '';
  return {
    label,
    isNumber: isNumber === true,
    href: sortable(request, attribute)
      ? hrefWith(request, { tri: attribute, sens: direction, page: '' })
      : undefined,
    sort: isSorted ? (order.reverse ? 'descending' : 'ascending') : undefined,
    mark: isSorted ? (order.reverse ? '▼' : '▲') : '',
  };
}

function rowOf(request: TableRequest, entry: Entry): object {
  const href = request.hrefOf(entry);
  return {
    href,
    cells: request.columns.map(({ label, textOf, isLink, isNumber }) => ({
      label,
      text: textOf(entry),
      href: isLink === true ? href : undefined,
      isNumber: isNumber === true,
    })),
  };
}

/** This page's address with some parameters changed; empty ones are left out. */
function hrefWith(
  { path, query }: TableRequest,
  changes: Readonly<Record<string, string>>,
): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries({ ...query, ...changes })) {
    if (value !== '') parameters.append(name, value);
  }
  const text = parameters.toString();
  return text === '' ? path : `${path}?${text}`;
}
