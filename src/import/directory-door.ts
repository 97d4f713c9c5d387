import type { Control } from '../model/request.js';
import type { Result } from '../model/result.js';
import type { Actor } from '../operations/actor.js';
import type { Directory } from '../operations/directory.js';
import type { LdifDoor, LdifWrite } from './ldif-door.js';

/** The records of a file go to the directory of this process, as the given actor. */
export function directoryDoor(directory: Directory, actor: Actor): LdifDoor {
  const operations = directory.as(actor);
  const apply = (request: LdifWrite, controls: readonly Control[]): Promise<Result> => {
    switch (request.kind) {
      case 'add':
        return operations.add(request, { controls });
      case 'modify':
        return operations.modify(request, { controls });
      case 'modifyDn':
        return operations.modifyDn(request, { controls });
      case 'delete':
        return operations.delete(request, { controls });
    }
  };
  return { apply, entry: (dn) => Promise.resolve(operations.read(dn, ['*'])) };
}
