import type { Actor } from '../operations/actor.js';
import { IdentityCount } from '../server/identity-count.js';
import type { IdentityCounts } from './messages.js';

/**
 * Connections of each identity over all workers: those of this one, exactly, and those of the
 * others as they were last told of, a moment ago.
 */
export class SharedIdentityCount extends IdentityCount {
  readonly #elsewhere = new Map<string, number>();
  readonly #changed = new Map<string, number>();
  readonly #told = new Map<string, number>();

  override add(actor: Actor): number {
    const own = super.add(actor);
    if (actor.kind !== 'entry') return own;
    this.#changed.set(actor.entryUuid, own);
    return own + (this.#elsewhere.get(actor.entryUuid) ?? 0);
  }

  override remove(actor: Actor): number {
    const own = super.remove(actor);
    if (actor.kind === 'entry') this.#changed.set(actor.entryUuid, own);
    return own;
  }

  learn(counts: IdentityCounts): void {
    for (const [entryUuid, count] of counts) {
      if (count > 0) this.#elsewhere.set(entryUuid, count);
      else this.#elsewhere.delete(entryUuid);
    }
  }

  /** The counts of this worker that have changed since this was last asked. */
  changes(): IdentityCounts {
    // Whoever signs in again and again has changed nothing in the end.
    const changes = [...this.#changed].filter(
      ([entryUuid, count]) => count !== (this.#told.get(entryUuid) ?? 0),
    );
    this.#changed.clear();
    for (const [entryUuid, count] of changes) {
      if (count > 0) this.#told.set(entryUuid, count);
      else this.#told.delete(entryUuid);
    }
    return changes;
  }
}
