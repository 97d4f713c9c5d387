/**
 * Files that administrators hand in to be loaded: what was planned, what became of it. Rows of
 * `settings`: `import/<id>`.
 */
import type { DurableState } from './durable-state.js';

/** A type, not an interface, so that it is a `Json`. */
export type ImportRow = {
  readonly id: string;
  /** As its sender named it. */
  readonly fileName: string;
  readonly bytes: number;
  /** DN of who handed it in. */
  readonly by: string;
  /** Epoch milliseconds. */
  readonly at: number;
  /** Records are the desired state of entries that may exist. */
  readonly isUpdate: boolean;
  readonly phase: ImportPhase;
  readonly plan?: ImportCounts;
  readonly result?: ImportCounts;
  /** Since when the result stands, epoch milliseconds. */
  readonly endedAt?: number;
  /** Why the file as a whole could not be read. */
  readonly failure?: string;
};

/** `interrupted`: the server stopped while it was reading or applying the file. */
export type ImportPhase =
  'planning' | 'planned' | 'applying' | 'done' | 'stopped' | 'failed' | 'interrupted';

export type ImportCounts = {
  readonly added: number;
  readonly modified: number;
  readonly renamed: number;
  readonly deleted: number;
  readonly unchanged: number;
  readonly rejected: number;
  /** The first records, those that were rejected before the others. */
  readonly records: readonly ImportedRecord[];
  /** Lines at which the rejected records begin, the first few thousand. */
  readonly rejectedLines: readonly number[];
};

export type ImportedRecord = {
  readonly line: number;
  readonly dn: string;
  readonly outcome: string;
  readonly attributes: readonly string[];
  /** Result code and sentence of a refusal; no code: the record could not be read. */
  readonly code?: string;
  readonly message?: string;
};

export interface Imports {
  /** The latest first. */
  all(): readonly ImportRow[];
  of(id: string): ImportRow | undefined;
  keep(row: ImportRow): Promise<void>;
  remove(id: string): Promise<void>;
}

export function openImports(store: DurableState): Imports {
  return {
    all: () =>
      [...store.state.list('settings', { prefix: 'import/' })]
        .map(({ value }) => value as ImportRow)
        .sort((a, b) => b.at - a.at),
    of: (id) => store.state.get('settings', `import/${id}`) as ImportRow | undefined,
    keep: (row) =>
      store.write(({ state }) => {
        state.put('settings', `import/${row.id}`, row);
      }),
    remove: (id) =>
      store.write(({ state }) => {
        state.remove('settings', `import/${id}`);
      }),
  };
}
