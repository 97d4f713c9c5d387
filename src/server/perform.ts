import { type Request } from '../model/request.js';
import { type Result } from '../model/result.js';
import { type ExtendedOutcome, type Operations } from '../operations/directory.js';
import { type PendingOperation } from './operation.js';
import { type Output } from './output.js';
import { SearchOutput } from './search-output.js';

/** The requests that the directory executes for a connection. */
export type DirectoryRequest = Exclude<Request, { readonly kind: 'bind' | 'unbind' | 'abandon' }>;

/**
 * Has the directory execute a request; entries of a search go out as they are found. A search
 * that ends within the turn makes no promise.
 */
export function perform(
  request: DirectoryRequest,
  operation: PendingOperation,
  { operations, output }: { readonly operations: Operations; readonly output: Output },
): ExtendedOutcome | Promise<ExtendedOutcome> {
  if (request.kind === 'extended') return operations.extended(request, operation);
  const result = performPlain(request, operation, { operations, output });
  return result instanceof Promise ? result.then(outcomeOf) : { result };
}

const outcomeOf = (result: Result): ExtendedOutcome => ({ result });

function performPlain(
  request: Exclude<DirectoryRequest, { readonly kind: 'extended' }>,
  operation: PendingOperation,
  { operations, output }: { readonly operations: Operations; readonly output: Output },
): Result | Promise<Result> {
  switch (request.kind) {
    case 'search':
      return operations.search(request, new SearchOutput(operation, output), operation);
    case 'compare':
      return operations.compare(request, operation);
    case 'add':
      return operations.add(request, operation);
    case 'modify':
      return operations.modify(request, operation);
    case 'modifyDn':
      return operations.modifyDn(request, operation);
    case 'delete':
      return operations.delete(request, operation);
  }
}
