import type { RequestKind } from '../model/request.js';
import type { Result } from '../model/result.js';
import type { Actor } from './actor.js';
import { addEntry } from './write/add.js';
import { auditRow } from './audit.js';
import { compareEntry } from './search/compare.js';
import type { Call, Kernel } from './context.js';
import { readControls } from './controls.js';
import { deleteEntry } from './write/delete.js';
import type { Observer, OperationContext, Operations } from './directory.js';
import { throughDoor } from './door.js';
import { extendedOperation } from './session/extended.js';
import { listEntries } from './search/list.js';
import { modifyEntry } from './write/modify.js';
import { renameEntry } from './write/modify-dn.js';
import { mayActor, readEntry } from './search/read.js';
import { searchEntries } from './search/search.js';

const refusedAs = (result: Result): { readonly result: Result } => ({ result });

type WithDn = { readonly kind: RequestKind; readonly dn: string };

/** The operations of one actor, each behind the door. */
export function operationsOf(kernel: Kernel, actor: Actor, observer: Observer): Operations {
  const callOf = <R extends { readonly kind: RequestKind }>(
    request: R,
    context: OperationContext,
  ): Call<R> => ({
    request,
    actor,
    context,
    controls: readControls(context.controls, request.kind),
  });

  const plain =
    <R extends WithDn>(perform: (kernel: Kernel, call: Call<R>) => Promise<Result>) =>
    async (request: R, context: OperationContext): Promise<Result> => {
      const outcome = await throughDoor<{ result: Result }>(
        observer,
        { operation: request.kind, dn: request.dn, actor, context },
        async () => ({ result: await perform(kernel, callOf(request, context)), entries: 0 }),
        (result) => ({ result }),
      );
      return outcome.result;
    };

  return {
    search(request, sink, context) {
      const outcome = throughDoor<{ result: Result }>(
        observer,
        { operation: 'search', dn: request.base, actor, context },
        () => searchEntries(kernel, callOf(request, context), sink),
        refusedAs,
      );
      return outcome instanceof Promise ? outcome.then(({ result }) => result) : outcome.result;
    },
    compare: plain(compareEntry),
    add: plain(addEntry),
    modify: plain(modifyEntry),
    modifyDn: plain(renameEntry),
    delete: plain(deleteEntry),
    extended: async (request, context) =>
      throughDoor(
        observer,
        { operation: `extended ${request.oid}`, dn: '', actor, context },
        async () => ({
          ...(await extendedOperation(kernel, callOf(request, context))),
          entries: 0,
        }),
        (result) => ({ result }),
      ),
    read: (dn, attributes) => readEntry(kernel, actor, dn, attributes),
    list: (request) => listEntries(kernel, actor, request),
    may: (dn, right, attribute) => mayActor(kernel, actor, { dn, right, attribute }),
    audit: (row) => auditRow(kernel, actor, row),
  };
}
