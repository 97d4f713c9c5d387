import { type Actor } from '../operations/actor.js';
import { type Directory, type IdentityLimits, type Operations } from '../operations/directory.js';
import { type Peer } from '../operations/peer.js';
import { type SaslExchange } from '../operations/session/exchange.js';
import { type Environment } from './environment.js';
import { type IdentityCount } from './identity-count.js';

/** The least that limits may allow: below it nobody's need to be known. */
const smallBytes = 16 * 1024;

/** Who a connection is at this moment, and over what. */
export class Session {
  readonly #directory: Directory;
  readonly #identities: IdentityCount;
  #peer: Peer;
  #actor: Actor;
  #operations: Operations | undefined;
  #exchange: SaslExchange | undefined;
  #limits: IdentityLimits | undefined;

  constructor(
    { directory, identities }: Pick<Environment, 'directory' | 'identities'>,
    peer: Peer,
  ) {
    this.#directory = directory;
    this.#identities = identities;
    this.#peer = peer;
    this.#actor = this.nobody;
  }

  get peer(): Peer {
    return this.#peer;
  }

  /** An anonymous actor over this session's transport. */
  get nobody(): Actor {
    return { kind: 'anonymous', door: 'ldap', secure: this.secure };
  }

  get actor(): Actor {
    return this.#actor;
  }

  /** Made when first asked for: a connection may be someone for a moment only. */
  get operations(): Operations {
    return (this.#operations ??= this.#directory.as(this.#actor));
  }

  get secure(): boolean {
    return this.#peer.transport !== 'clear';
  }

  /** A SASL negotiation that waits for the client's next bind. */
  get exchange(): SaslExchange | undefined {
    return this.#exchange;
  }

  /** As they are when a connection becomes who it is; made when first asked for. */
  get limits(): IdentityLimits {
    return (this.#limits ??= this.operations.limits);
  }

  /** Whether a message of that size is taken; small ones are from everybody. */
  takes(bytes: number): boolean {
    return bytes <= smallBytes || bytes <= this.limits.pduBytesMax;
  }

  /** False when that identity has as many connections as it may: this one is nobody's then. */
  become(actor: Actor, exchange?: SaslExchange): boolean {
    this.#exchange = exchange;
    this.#identities.remove(this.#actor);
    this.#set(actor);
    const count = this.#identities.add(actor);
    if (count <= 1 || count <= this.limits.connectionsMax) return true;
    this.end();
    return false;
  }

  /** TLS is in place; the identity stays (RFC 4513 §3.1.2 leaves it to the server). */
  securedByTls(peer: Peer): void {
    this.#peer = peer;
    const actor = this.#actor;
    this.#set(actor.kind === 'internal' ? actor : { ...actor, secure: true });
  }

  /** It is nobody any more. */
  end(): void {
    this.#identities.remove(this.#actor);
    this.#set(this.nobody);
  }

  #set(actor: Actor): void {
    this.#actor = actor;
    this.#operations = undefined;
    this.#limits = undefined;
  }
}
