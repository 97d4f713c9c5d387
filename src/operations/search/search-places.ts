import { LdapError } from '../../model/result.js';
import type { IdentityLimits } from '../../access/limits.js';
import type { Actor } from '../actor.js';

/**
 * Places for the searches that outlast a turn. Each keeps a view of the store, of which there are
 * so many, and pages that cannot be used again: nobody may take them all.
 */
export class SearchPlaces {
  readonly #placesMax: number;
  readonly #byIdentity = new Map<string, number>();
  #taken = 0;

  /** @param placesMax for all together; the root DN and the server itself are not counted */
  constructor(placesMax: number) {
    this.#placesMax = placesMax;
  }

  get taken(): number {
    return this.#taken;
  }

  /**
   * Takes a place; call the answer to leave it.
   *
   * @throws LdapError `busy` when the identity has as many as it may, or all are taken
   */
  take(
    actor: Actor,
    address: string | undefined,
    { searchesMax }: Pick<IdentityLimits, 'searchesMax'>,
  ): () => void {
    if (actor.kind === 'root' || actor.kind === 'internal') return leaveNothing;
    const identity = actor.kind === 'entry' ? actor.entryUuid : `anonymous ${address ?? ''}`;
    const own = this.#byIdentity.get(identity) ?? 0;
    if (own >= searchesMax) throw new LdapError('busy', 'too many of your searches are under way');
    if (this.#taken >= this.#placesMax) throw new LdapError('busy', 'too many searches under way');
    this.#byIdentity.set(identity, own + 1);
    this.#taken += 1;
    return () => {
      this.#leave(identity);
    };
  }

  #leave(identity: string): void {
    const own = this.#byIdentity.get(identity) ?? 0;
    if (own > 1) this.#byIdentity.set(identity, own - 1);
    else this.#byIdentity.delete(identity);
    this.#taken -= 1;
  }
}

const leaveNothing = (): void => undefined;
