import { type Actor } from '../operations/actor.js';

/** How many connections each identity is signed in on; strangers and the root are not counted. */
export class IdentityCount {
  readonly #byIdentity = new Map<string, number>();

  /** Counts one more; how many there are now. */
  add(actor: Actor): number {
    if (actor.kind !== 'entry') return 0;
    const count = (this.#byIdentity.get(actor.entryUuid) ?? 0) + 1;
    this.#byIdentity.set(actor.entryUuid, count);
    return count;
  }

  /** Counts one less; how many are left. */
  remove(actor: Actor): number {
    if (actor.kind !== 'entry') return 0;
    const count = (this.#byIdentity.get(actor.entryUuid) ?? 0) - 1;
    if (count > 0) this.#byIdentity.set(actor.entryUuid, count);
    else this.#byIdentity.delete(actor.entryUuid);
    return Math.max(0, count);
  }
}
