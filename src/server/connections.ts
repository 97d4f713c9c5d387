import { type Server, type Socket } from 'node:net';
import { addressOf, Admission } from './admission.js';
import { Connection } from './connection.js';
import { type Environment, type ListenerKind } from './environment.js';

/** The connections of a server. */
export class Connections {
  readonly #environment: Environment;
  readonly #admission: Admission;
  readonly #connections = new Set<Connection>();
  readonly #sockets = new Set<Socket>();
  readonly #sweep: NodeJS.Timeout;

  constructor(environment: Environment) {
    this.#environment = environment;
    this.#admission = new Admission(environment);
    this.#sweep = setInterval(() => {
      const nowMs = performance.now();
      for (const connection of this.#connections) connection.expire(nowMs);
    }, environment.limits.sweepMs).unref();
  }

  get size(): number {
    return this.#connections.size;
  }

  /** Takes a new connection in the clear or on the local socket. */
  welcome(socket: Socket, listener: ListenerKind): void {
    if (this.#admit(socket, listener)) this.#serve(socket, listener);
  }

  /** Counts connections before their handshake, serves them after it. */
  welcomeSecure(server: Server): void {
    server.on('connection', (socket: Socket) => {
      this.#admit(socket, 'ldaps');
    });
    server.on('secureConnection', (socket: Socket) => {
      this.#serve(socket, 'ldaps');
    });
    // A failed handshake is the client's affair; the socket is closed already.
    server.on('tlsClientError', (_error: Error, socket: Socket) => {
      socket.destroy();
    });
  }

  async close(listeners: readonly Server[], graceMs: number): Promise<void> {
    const closed = listeners.map((server) => new Promise((resolve) => server.close(resolve)));
    // Servers know nothing of connections that were handed over to them.
    const gone = [...this.#sockets].map(
      (socket) => new Promise((resolve) => socket.once('close', resolve)),
    );
    await Promise.all([...this.#connections].map((connection) => connection.shutdown(graceMs)));
    // What is left has had its notice and does not close, or is not past its handshake.
    const timer = setTimeout(() => {
      for (const socket of this.#sockets) socket.destroy();
    }, this.#environment.limits.lingerMs);
    await Promise.all([...closed, ...gone]);
    clearTimeout(timer);
    clearInterval(this.#sweep);
  }

  #admit(socket: Socket, listener: ListenerKind): boolean {
    const address = this.#admission.admit(socket, listener);
    if (address === undefined) return false;
    this.#sockets.add(socket);
    socket.once('close', () => {
      this.#admission.release(address);
      this.#sockets.delete(socket);
    });
    return true;
  }

  #serve(socket: Socket, listener: ListenerKind): void {
    const address = addressOf(socket, listener) ?? '';
    const { connections } = this.#environment;
    const connection = new Connection(socket, this.#environment, { listener, address });
    this.#connections.add(connection);
    connections.opened(listener);
    socket.once('close', () => {
      this.#connections.delete(connection);
      connections.closed(listener);
    });
  }
}
