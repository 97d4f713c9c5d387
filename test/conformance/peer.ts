import type { Request } from '../../src/model/request.js';
import { rootDn, rootPassword, type ServerUnderComparison } from './servers.js';
import { Session } from './session.js';

/** A server that checks are put to, and the connections they open. */
export class Peer {
  readonly server: ServerUnderComparison;
  readonly #start: () => Promise<ServerUnderComparison>;
  #root: Session | undefined;
  #opened: Session[] = [];

  private constructor(server: ServerUnderComparison, start: () => Promise<ServerUnderComparison>) {
    this.server = server;
    this.#start = start;
  }

  static async start(start: () => Promise<ServerUnderComparison>): Promise<Peer> {
    return new Peer(await start(), start);
  }

  /** Another server like this one, empty; to be closed by who asks for it. */
  twin(): Promise<Peer> {
    return Peer.start(this.#start);
  }

  /** The one connection of the root, opened again if a check has lost it. */
  async root(): Promise<Session> {
    if (!this.#root || this.#root.connection.isClosed) {
      this.#root = await Session.open(this.server.port, rootDn, rootPassword);
    }
    return this.#root;
  }

  /** A connection for the check under way; nobody's unless a name is given. */
  async open(dn = '', password = ''): Promise<Session> {
    const session = await Session.open(this.server.port, dn, password);
    this.#opened.push(session);
    return session;
  }

  /**
   * Asks all of them as the root.
   *
   * @throws Error when one is refused
   */
  async load(requests: readonly Request[]): Promise<void> {
    const root = await this.root();
    for (const request of requests) {
      const { result } = await root.ask(request);
      if (result.code !== 'success') {
        const dn = 'dn' in request ? request.dn : '';
        throw new Error(`given ${request.kind} ${dn}: ${result.code} ${result.message}`);
      }
    }
  }

  /** After each check: nothing of it stays open, and after a failed one nothing at all. */
  settle(failed: boolean): void {
    for (const session of this.#opened) session.close();
    this.#opened = [];
    if (!failed) return;
    this.#root?.close();
    this.#root = undefined;
  }

  /** Stops the server; its clients have left before, unless they stay to see it. */
  async close({ keepSessions = false } = {}): Promise<void> {
    if (!keepSessions) this.settle(true);
    await this.server.close();
  }
}
