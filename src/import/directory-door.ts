import type { OperationContext, Operations } from '../operations/directory.js';
import type { LdifDoor, LdifWrite } from './ldif-door.js';

/**
 * The records of a file go to the directory of this process, as one actor.
 *
 * @param context what comes with each of the writes besides the record's own controls
 */
export function directoryDoor(
  operations: Operations,
  context: Omit<OperationContext, 'controls'> = {},
): LdifDoor {
  return {
    apply: (request, controls) => applied(operations, request, { ...context, controls }),
    entry: (dn) => Promise.resolve(operations.read(dn, ['*'])),
  };
}

function applied(
  operations: Operations,
  request: LdifWrite,
  context: OperationContext,
): ReturnType<LdifDoor['apply']> {
  switch (request.kind) {
    case 'add':
      return operations.add(request, context);
    case 'modify':
      return operations.modify(request, context);
    case 'modifyDn':
      return operations.modifyDn(request, context);
    case 'delete':
      return operations.delete(request, context);
  }
}
