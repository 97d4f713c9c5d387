import type { ResponseControl } from '../../model/result.js';
import {
  encodeListViewResult,
  type ListTarget,
  type ListViewCodeName,
  type VirtualListView,
  virtualListViewResponseOid,
} from '../../protocol/controls/virtual-list-view.js';
import type { OrderKey, SortOrder } from '../sort/sort-order.js';
import { cut } from '../sort/sort-values.js';
import type { SortedEntries } from '../sort/sorted-entries.js';

/** The window of a virtual list view (draft-ietf-ldapext-ldapv3-vlv-09 §5). */

export type ListWindow =
  | {
      readonly ok: true;
      readonly ids: readonly number[];
      readonly position: number;
      readonly total: number;
    }
  | { readonly ok: false; readonly code: ListViewCodeName; readonly total: number };

/** Entries that one window may ask for. */
const windowMax = 10_000;

/** Finds the target and what is around it. @throws LdapError from the walk along an index */
export async function listWindow(
  view: VirtualListView,
  entries: SortedEntries,
  [first]: SortOrder,
): Promise<ListWindow> {
  const { before, after, target, contextId } = view;
  // This server gives none out: each answer is of the state that it finds.
  if (contextId && contextId.length > 0) return { ok: false, code: 'protocolError', total: 0 };
  if (before + after + 1 > windowMax) return { ok: false, code: 'adminLimitExceeded', total: 0 };
  const place = target.kind === 'value' ? assertedKey(target.value, first) : undefined;
  if (target.kind === 'value' && !place) {
    return { ok: false, code: 'inappropriateMatching', total: 0 };
  }
  const total = await entries.total();
  const position =
    target.kind === 'value'
      ? (await entries.rankOf({ values: [place], id: 0 })) + 1
      : offsetIn(total, target);
  if (position === undefined) return { ok: false, code: 'offsetRangeError', total };
  const start = Math.max(0, position - 1 - before);
  const end = Math.min(total, position + after);
  return { ok: true, ids: await entries.page(start, Math.max(0, end - start)), position, total };
}

/** The value to seek; an empty one, before anything is typed, is ahead of all. */
function assertedKey(value: Buffer, key: OrderKey | undefined): Buffer | undefined {
  if (value.length === 0) return value;
  return cut(key?.rule.prepareAssertion(value));
}

/**
 * The place in a list of so many that a client means by an offset among as many as it believes
 * there are; 0 in an empty list; undefined for what is no offset.
 */
export function offsetIn(
  total: number,
  { offset, contentCount }: ListTarget & { readonly kind: 'offset' },
): number | undefined {
  const believed = contentCount === 0 ? total : contentCount;
  if (offset < 1 || contentCount < 0 || contentCount > integerMax) return undefined;
  if (total === 0) return offset === 1 || offset === contentCount ? 0 : undefined;
  if (offset > believed) return undefined;
  if (offset === believed) return total;
  return offset === 1 ? 1 : Math.max(1, Math.round((total * offset) / believed));
}

const integerMax = 0x7fffffff;

export const listViewControl = (
  code: ListViewCodeName,
  { position, total }: { readonly position: number; readonly total: number },
): ResponseControl => ({
  oid: virtualListViewResponseOid,
  value: encodeListViewResult({
    targetPosition: position,
    contentCount: total,
    code,
    contextId: undefined,
  }),
});
