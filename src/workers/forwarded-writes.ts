import type { Result } from '../model/result.js';
import type { OperationContext } from '../operations/directory.js';
import type { Writes } from '../operations/writes.js';

/** Has the primary do a write; rejects as the write would have, made here. */
export type Forward = (name: keyof Writes, facts: unknown) => Promise<unknown>;

interface Contextual {
  readonly context: OperationContext;
}

/** The writes of a process that only reads: each is done by the one that writes. */
export function forwardedWrites(forward: Forward): Writes {
  const update = async (name: keyof Writes, asked: Contextual): Promise<Result> => {
    // From here on Abandon and Cancel come too late: nobody can call it back.
    asked.context.begin?.();
    const facts = { ...asked, context: carried(asked.context) };
    return (await forward(name, facts)) as Result;
  };
  return {
    add: (asked) => update('add', asked),
    modify: (asked) => update('modify', asked),
    modifyDn: (asked) => update('modifyDn', asked),
    delete: (asked) => update('delete', asked),
    setPassword: (asked) => update('setPassword', asked),
    noteFailure: (failure) => forward('noteFailure', failure) as Promise<number>,
    noteSuccess: (success) => forward('noteSuccess', success) as Promise<void>,
    takePlace: (place) => forward('takePlace', place) as Promise<number>,
    keepSecret: (made) => forward('keepSecret', made) as Promise<Buffer>,
    replaceHash: (renewal) => forward('replaceHash', renewal) as Promise<void>,
    audit: (row) => forward('audit', row) as Promise<void>,
  };
}

/** What of a context is data; its controls are in the call, decoded. */
function carried({ address, reason }: OperationContext): OperationContext {
  return {
    controls: [],
    ...(address !== undefined && { address }),
    ...(reason !== undefined && { reason }),
  };
}
