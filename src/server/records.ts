import { LdapError, type Result } from '../model/result.js';
import { type OperationRecord } from '../operations/directory.js';
import { type RefusedRequest } from '../protocol/protocol-error.js';

/** The records of operations that end in the server and never reach the directory's door. */

export function recordOfRefusal(
  refused: RefusedRequest,
  result: Result,
  address: string,
): OperationRecord {
  return record(refused.kind, result, address);
}

export function recordOfDefect(
  operation: { readonly kind: string; readonly address: string },
  result: Result,
  error: unknown,
): OperationRecord {
  const base = record(operation.kind, result, operation.address);
  if (error instanceof LdapError) return base;
  return {
    ...base,
    defect: error instanceof Error ? (error.stack ?? error.message) : String(error),
  };
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
