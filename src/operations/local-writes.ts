import { keepServerSecret } from '../state/server-secret.js';
import { writeAuditRow } from './audit.js';
import type { Kernel } from './context.js';
import { countFailure, countSuccess, takePlaceInLine } from './session/guessing.js';
import { writeNewPassword } from './session/password-modify.js';
import { replaceValue } from './session/rehash.js';
import { writeNewEntry } from './write/add.js';
import { writeDeletion } from './write/delete.js';
import { writeModifications } from './write/modify.js';
import { writeNewName } from './write/modify-dn.js';
import type { Writes } from './writes.js';

/**
 * The writes of the process that writes, each a transaction of its store.
 *
 * @param kernel asked for with each write, since it holds what is made here
 */
export function localWrites(kernel: () => Kernel): Writes {
  return {
    add: (update) => writeNewEntry(kernel(), update),
    modify: (update) => writeModifications(kernel(), update),
    modifyDn: (call) => writeNewName(kernel(), call),
    delete: (call) => writeDeletion(kernel(), call),
    setPassword: (update) => writeNewPassword(kernel(), update),
    noteFailure: (failure) => countFailure(kernel(), failure),
    noteSuccess: (success) => countSuccess(kernel(), success),
    takePlace: (place) => takePlaceInLine(kernel(), place),
    keepSecret: (made) => kernel().store.write(({ state }) => keepServerSecret(state, made)),
    replaceHash: (renewal) => replaceValue(kernel(), renewal),
    audit: ({ actor, facts }) => writeAuditRow(kernel(), actor, facts),
  };
}
