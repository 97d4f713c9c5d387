import type { IdentityCounts } from './messages.js';

/** Connections of each identity by worker, kept by the primary to tell each of the others'. */
export class IdentityShares<Worker> {
  readonly #byWorker = new Map<Worker, Map<string, number>>();

  /** @param tell gives a worker the counts of all others together */
  readonly #tell: (worker: Worker, counts: IdentityCounts) => void;

  constructor(tell: (worker: Worker, counts: IdentityCounts) => void) {
    this.#tell = tell;
  }

  /** A worker begins: it learns of what there is. */
  join(worker: Worker): void {
    this.#byWorker.set(worker, new Map());
    const all = [...this.#byWorker.values()].flatMap((counts) => [...counts.keys()]);
    this.#tellOf(worker, new Set(all));
  }

  /** A worker's counts have changed. */
  report(worker: Worker, changes: IdentityCounts): void {
    const own = this.#byWorker.get(worker);
    if (!own) return;
    for (const [entryUuid, count] of changes) {
      if (count > 0) own.set(entryUuid, count);
      else own.delete(entryUuid);
    }
    this.#tellOthers(worker, new Set(changes.map(([entryUuid]) => entryUuid)));
  }

  /** A worker has ended, and its connections with it. */
  leave(worker: Worker): void {
    const gone = this.#byWorker.get(worker);
    this.#byWorker.delete(worker);
    if (gone) this.#tellOthers(worker, new Set(gone.keys()));
  }

  #tellOthers(worker: Worker, identities: ReadonlySet<string>): void {
    for (const other of this.#byWorker.keys()) {
      if (other !== worker) this.#tellOf(other, identities);
    }
  }

  #tellOf(worker: Worker, identities: ReadonlySet<string>): void {
    const counts = [...identities].map(
      (entryUuid) => [entryUuid, this.#elsewhere(worker, entryUuid)] as const,
    );
    if (counts.length > 0) this.#tell(worker, counts);
  }

  #elsewhere(worker: Worker, entryUuid: string): number {
    let sum = 0;
    for (const [other, counts] of this.#byWorker) {
      if (other !== worker) sum += counts.get(entryUuid) ?? 0;
    }
    return sum;
  }
}
