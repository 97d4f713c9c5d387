import { type ResponseControl, resultOf } from '../../model/result.js';
import {
  encodeSortResult,
  type SortResult,
  type SortResultCode,
  sortResponseOid,
} from '../../protocol/controls/server-side-sorting.js';
import type { ListViewCodeName } from '../../protocol/controls/virtual-list-view.js';
import type { RequestControls } from '../request-controls.js';
import { listViewControl } from './list-view.js';
import type { SearchOutcome } from './search-outcome.js';

/** What is said of a sort, and of a window on it, beside or in place of entries. */

export const sorted: SortResult = { code: 'success', attribute: undefined };

/** Whether, and why not, entries are sorted (RFC 2891 §1.2). */
export const sortControl = (result: SortResult): ResponseControl => ({
  oid: sortResponseOid,
  value: encodeSortResult(result),
});

/**
 * The refusal of a search that cannot be sorted as asked (RFC 2891 §2, 3): a critical one, or one
 * that wants a window. Undefined when its entries go out as they come.
 */
export function unsortable(
  { sort, listView }: RequestControls,
  why: SortResult,
): SearchOutcome | undefined {
  const controls = [sortControl(why)];
  if (sort?.critical === true) {
    const message = `the results cannot be sorted: ${why.code} ${why.attribute ?? ''}`.trim();
    return { result: resultOf('unavailableCriticalExtension', { message, controls }), entries: 0 };
  }
  return listView ? viewRefused(unsortedViewCode[why.code], 0, controls) : undefined;
}

/** The refusal of a window (draft-ietf-ldapext-ldapv3-vlv-09 §6.2.1). */
export function viewRefused(
  code: ListViewCodeName,
  total: number,
  controls: readonly ResponseControl[],
): SearchOutcome {
  const said = [...controls, listViewControl(code, { position: 0, total })];
  const message = `no virtual list view: ${code}`;
  return { result: resultOf('virtualListViewError', { message, controls: said }), entries: 0 };
}

/** What a window lacks when its entries cannot be sorted. */
const unsortedViewCode: Readonly<Record<SortResultCode, ListViewCodeName>> = {
  success: 'success',
  operationsError: 'operationsError',
  timeLimitExceeded: 'timeLimitExceeded',
  strongerAuthRequired: 'insufficientAccessRights',
  adminLimitExceeded: 'adminLimitExceeded',
  noSuchAttribute: 'inappropriateMatching',
  inappropriateMatching: 'inappropriateMatching',
  insufficientAccessRights: 'insufficientAccessRights',
  busy: 'unwillingToPerform',
  unwillingToPerform: 'unwillingToPerform',
  other: 'other',
};
