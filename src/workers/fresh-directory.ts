import type { Directory, Operations } from '../operations/directory.js';

/**
 * A directory that other processes write: every request starts on what is committed by now, so
 * that what one connection has been told another finds at once.
 */
export function freshDirectory(directory: Directory, catchUp: () => void): Directory {
  return {
    ...directory,
    get lastSequence() {
      catchUp();
      return directory.lastSequence;
    },
    as: (actor) => freshOperations(directory.as(actor), catchUp),
    bind: (request, actor, context) => {
      catchUp();
      return directory.bind(request, actor, context);
    },
    follow: (after, limit) => {
      catchUp();
      return directory.follow(after, limit);
    },
    journalOf: (entryUuid, limit, kind) => {
      catchUp();
      return directory.journalOf(entryUuid, limit, kind);
    },
  };
}

function freshOperations(operations: Operations, catchUp: () => void): Operations {
  const freshly = <T>(run: () => T): T => {
    catchUp();
    return run();
  };
  return {
    get limits() {
      return freshly(() => operations.limits);
    },
    // Nearly all that is asked: without a function made for each.
    search(request, sink, context) {
      catchUp();
      return operations.search(request, sink, context);
    },
    compare: (request, context) => freshly(() => operations.compare(request, context)),
    add: (request, context) => freshly(() => operations.add(request, context)),
    modify: (request, context) => freshly(() => operations.modify(request, context)),
    modifyDn: (request, context) => freshly(() => operations.modifyDn(request, context)),
    delete: (request, context) => freshly(() => operations.delete(request, context)),
    extended: (request, context) => freshly(() => operations.extended(request, context)),
    read: (dn, attributes) => freshly(() => operations.read(dn, attributes)),
    list: (request) => freshly(() => operations.list(request)),
    find: (request) => freshly(() => operations.find(request)),
    rights: (dn) => freshly(() => operations.rights(dn)),
    audit: (row) => freshly(() => operations.audit(row)),
  };
}
