import { type Actor } from '../operations/actor.js';
import { type Directory, type Operations } from '../operations/directory.js';

/** Who a connection is at this moment, and over what. */
export class Session {
  readonly #directory: Directory;
  #secure: boolean;
  #actor: Actor;
  #operations: Operations | undefined;

  constructor(directory: Directory, secure: boolean) {
    this.#directory = directory;
    this.#secure = secure;
    this.#actor = this.nobody;
  }

  /** An anonymous actor over this session's transport. */
  get nobody(): Actor {
    return { kind: 'anonymous', door: 'ldap', secure: this.#secure };
  }

  get actor(): Actor {
    return this.#actor;
  }

  /** Made when first asked for: a connection may be someone for a moment only. */
  get operations(): Operations {
    return (this.#operations ??= this.#directory.as(this.#actor));
  }

  get secure(): boolean {
    return this.#secure;
  }

  become(actor: Actor): void {
    this.#actor = actor;
    this.#operations = undefined;
  }

  /** TLS is in place; the identity stays (RFC 4513 §3.1.2 leaves it to the server). */
  securedByTls(): void {
    this.#secure = true;
    const actor = this.#actor;
    this.become(actor.kind === 'internal' ? actor : { ...actor, secure: true });
  }
}
