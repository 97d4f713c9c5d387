import type { Control } from '../../src/model/request.js';
import type { ResponseControl } from '../../src/model/result.js';
import { parseFilter } from '../../src/model/filter-text.js';
import { assertionOid } from '../../src/protocol/controls/assertion.js';
import {
  encodeValuesReturnFilter,
  matchedValuesOid,
  type SimpleFilter,
} from '../../src/protocol/controls/matched-values.js';
import {
  decodePagedResults,
  encodePagedResults,
  pagedResultsOid,
} from '../../src/protocol/controls/paged-results.js';
import {
  decodeSortResult,
  encodeSortKeys,
  type SortKey,
  sortRequestOid,
  sortResponseOid,
  type SortResult,
} from '../../src/protocol/controls/server-side-sorting.js';
import { encodeSubentries, subentriesOid } from '../../src/protocol/controls/subentries.js';
import {
  decodeListViewResult,
  encodeVirtualListView,
  type ListTarget,
  type ListViewResult,
  virtualListViewOid,
  virtualListViewResponseOid,
} from '../../src/protocol/controls/virtual-list-view.js';
import { writeFilter } from '../../src/protocol/encode-filter.js';
import { BerWriter } from '../../src/protocol/writer.js';

/** `sn`, `-sn` in reverse, `sn:2.5.13.3` by a rule: as `ldapsearch -E sss=` has it. */
export function sortKey(text: string): SortKey {
  const reverse = text.startsWith('-');
  const [attribute = '', rule] = text.slice(reverse ? 1 : 0).split(':');
  return { attribute, rule, reverse };
}

/** Keys separated by slashes; critical with an exclamation mark ahead. */
export function sortBy(keys: string): Control {
  const critical = keys.startsWith('!');
  const list = keys.slice(critical ? 1 : 0).split('/');
  return { oid: sortRequestOid, critical, value: encodeSortKeys(list.map(sortKey)) };
}

export function viewAt(
  before: number,
  after: number,
  target: string | readonly [offset: number, contentCount: number],
): Control {
  const at: ListTarget =
    typeof target === 'string'
      ? { kind: 'value', value: Buffer.from(target) }
      : { kind: 'offset', offset: target[0], contentCount: target[1] };
  const value = encodeVirtualListView({ before, after, target: at, contextId: undefined });
  return { oid: virtualListViewOid, critical: true, value };
}

export function pageOf(size: number, cookie: Buffer = Buffer.alloc(0)): Control {
  return { oid: pagedResultsOid, critical: true, value: encodePagedResults({ size, cookie }) };
}

export function onlyValues(...filters: readonly string[]): Control {
  const items = filters.map((text) => parseFilter(text) as SimpleFilter);
  return { oid: matchedValuesOid, critical: true, value: encodeValuesReturnFilter(items) };
}

export function subentries(visible: boolean): Control {
  return { oid: subentriesOid, critical: true, value: encodeSubentries(visible) };
}

export function asserting(filter: string): Control {
  const writer = new BerWriter();
  writeFilter(writer, parseFilter(filter));
  return { oid: assertionOid, critical: true, value: writer.copy() };
}

interface Answered {
  readonly result: { readonly controls: readonly ResponseControl[] };
}

function valueOf({ result }: Answered, oid: string): Buffer | undefined {
  return result.controls.find((control) => control.oid === oid)?.value;
}

export function sortResultOf(answer: Answered): SortResult | undefined {
  const value = valueOf(answer, sortResponseOid);
  return value && decodeSortResult(value);
}

export function viewResultOf(answer: Answered): ListViewResult | undefined {
  const value = valueOf(answer, virtualListViewResponseOid);
  return value && decodeListViewResult(value);
}

/** Undefined without the control; empty after the last page. */
export function cookieOf(answer: Answered): Buffer | undefined {
  const value = valueOf(answer, pagedResultsOid);
  return value && Buffer.from(decodePagedResults(value).cookie);
}
