import { LdapError, type Result } from '../model/result.js';
import { type Observer, type OperationRecord } from '../operations/directory.js';
import { type RefusedRequest } from '../protocol/protocol-error.js';
import { resultOfThrown } from './refusals.js';

/** The records of operations that end in the server and never reach the directory's door. */

export function recordOfRefusal(
  refused: RefusedRequest,
  result: Result,
  address: string,
): OperationRecord {
  return record(refused.kind, result, address);
}

/** Reports what an operation, or a connection, failed by; what to answer. */
export function reportDefect(
  observer: Observer,
  operation: { readonly kind: string; readonly address: string },
  error: unknown,
): Result {
  const result = resultOfThrown(error);
  const base = record(operation.kind, result, operation.address);
  if (error instanceof LdapError) observer(base);
  else observer({ ...base, defect: stackOf(error) });
  return result;
}

function stackOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

function record(operation: string, result: Result, address: string): OperationRecord {
  return {
    operation,
    door: 'ldap',
    actor: '',
    dn: '',
    code: result.code,
    message: result.message,
    entries: 0,
    durationMs: 0,
    address,
  };
}
