import { type Control, type ExtendedRequest } from '../model/request.js';
import { LdapError, type Result, success } from '../model/result.js';
import { administrationOid } from '../protocol/extended/administration.js';
import { cancelOid, decodeCancel } from '../protocol/extended/cancel.js';
import { startTlsOid } from '../protocol/extended/start-tls.js';
import { type PendingOperation } from './operation.js';
import { type OperationTable } from './operation-table.js';
import { refuseCriticalControls, resultOfThrown } from './refusals.js';

/** What became of a request to cancel, and which operation it ended. */
export interface Cancellation {
  readonly result: Result;
  readonly canceled?: PendingOperation;
}

/**
 * Cancel (RFC 3909): the operation named is withdrawn, to be answered `canceled` at once, and the
 * request itself `success`. Otherwise nothing happens to it and the result says why:
 * `protocolError` without a messageID, `noSuchOperation` for one of nothing outstanding,
 * `cannotCancel` for what makes or ends a security association or another operation, `tooLate`
 * for an update that is being applied.
 */
export function cancel(
  request: ExtendedRequest,
  controls: readonly Control[],
  table: OperationTable,
): Cancellation {
  try {
    refuseCriticalControls(controls);
    const canceled = cancelable(table.get(decodeCancel(request.value)));
    table.withdraw(canceled);
    return { result: success, canceled };
  } catch (error) {
    return { result: resultOfThrown(error) };
  }
}

/** RFC 3909 §3; the operator's commands go on by themselves once given. */
const lasting: ReadonlySet<string> = new Set([startTlsOid, cancelOid, administrationOid]);

/** @throws LdapError */
function cancelable(operation: PendingOperation | undefined): PendingOperation {
  if (!operation) throw new LdapError('noSuchOperation', 'no such operation is outstanding');
  const { kind, oid } = operation;
  if (kind === 'bind' || kind === 'unbind' || lasting.has(oid)) {
    throw new LdapError('cannotCancel', 'an operation of this kind is not canceled');
  }
  if (operation.begun) throw new LdapError('tooLate', 'the update is being applied');
  return operation;
}
