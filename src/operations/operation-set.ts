import type { Request } from '../model/request.js';
import type { Result } from '../model/result.js';
import { viewOf } from './access-of.js';
import type { Actor } from './actor.js';
import { addEntry } from './write/add.js';
import { auditRow } from './audit.js';
import { compareEntry } from './search/compare.js';
import type { Call, Kernel } from './context.js';
import { readControls } from './controls.js';
import { deleteEntry } from './write/delete.js';
import type { Observer, OperationContext, Operations } from './directory.js';
import { type OperationFacts, throughDoor } from './door.js';
import { extendedOperation } from './session/extended.js';
import { findEntries } from './find/find.js';
import { listEntries } from './search/list.js';
import { modifyEntry } from './write/modify.js';
import { renameEntry } from './write/modify-dn.js';
import { proxiedActor } from './proxied-actor.js';
import { readEntry, rightsOn } from './search/read.js';
import { requireChanged } from './session/must-change.js';
import { searchEntries } from './search/search.js';

const refusedAs = (result: Result): { readonly result: Result } => ({ result });

type WithDn = Extract<Request, { readonly dn: string }>;

/** The operations of one actor, each behind the door. */
export function operationsOf(kernel: Kernel, actor: Actor, observer: Observer): Operations {
  const callOf = <R extends Request>(request: R, facts: OperationFacts): Call<R> => {
    const { context } = facts;
    const controls = readControls(context.controls, request.kind);
    requireChanged(kernel, actor, request);
    if (!controls.proxied) return { request, actor, context, controls };
    const acting = proxiedActor(kernel, actor, controls.proxied);
    if (acting !== actor) facts.borrowed = acting;
    return { request, actor: acting, context, controls };
  };

  const plain =
    <R extends WithDn>(perform: (kernel: Kernel, call: Call<R>) => Promise<Result>) =>
    async (request: R, context: OperationContext): Promise<Result> => {
      const facts = { operation: request.kind, dn: request.dn, actor, context };
      const outcome = await throughDoor<{ result: Result }>(
        observer,
        facts,
        async () => ({ result: await perform(kernel, callOf(request, facts)) }),
        (result) => ({ result }),
      );
      return outcome.result;
    };

  return {
    get limits() {
      return viewOf(kernel, kernel.store.current, actor).limits;
    },
    search(request, sink, context) {
      const facts = { operation: 'search', dn: request.base, actor, context };
      const outcome = throughDoor<{ result: Result }>(
        observer,
        facts,
        () => searchEntries(kernel, callOf(request, facts), sink),
        refusedAs,
      );
      return outcome instanceof Promise ? outcome.then(({ result }) => result) : outcome.result;
    },
    compare: plain(compareEntry),
    add: plain(addEntry),
    modify: plain(modifyEntry),
    modifyDn: plain(renameEntry),
    delete: plain(deleteEntry),
    extended: async (request, context) => {
      const facts = { operation: `extended ${request.oid}`, dn: '', actor, context };
      return throughDoor(
        observer,
        facts,
        () => extendedOperation(kernel, callOf(request, facts)),
        (result) => ({ result }),
      );
    },
    read: (dn, attributes) => readEntry(kernel, actor, dn, attributes),
    list: (request) => listEntries(kernel, actor, request),
    find: (request) => findEntries(kernel, actor, request),
    rights: (dn) => rightsOn(kernel, actor, dn),
    audit: (row) => auditRow(kernel, actor, row),
  };
}
