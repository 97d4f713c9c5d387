import { type Server, type Socket } from 'node:net';
import { Connection } from './connection.js';
import { ConnectionCount } from './connection-count.js';
import { type Environment, type ListenerKind } from './environment.js';
import { type ServerLimits } from './limits.js';

/** The connections of a server. */
export class Connections {
  readonly #environment: Environment;
  readonly #count: ConnectionCount;
  readonly #connections = new Set<Connection>();
  readonly #sockets = new Set<Socket>();
  readonly #sweep: NodeJS.Timeout;

  constructor(environment: Environment) {
    this.#environment = environment;
    this.#count = new ConnectionCount(environment.limits);
    this.#sweep = setInterval(() => {
      const nowMs = performance.now();
      for (const connection of this.#connections) connection.expire(nowMs);
    }, sweepMs(environment.limits)).unref();
  }

  get size(): number {
    return this.#connections.size;
  }

  /** Takes a new connection in the clear or on the local socket. */
  welcome(socket: Socket, listener: ListenerKind): void {
    if (this.#admit(socket)) this.#serve(socket, listener);
  }

  /** Counts connections before their handshake, serves them after it. */
  welcomeSecure(server: Server): void {
    server.on('connection', (socket: Socket) => {
      this.#admit(socket);
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
    await Promise.all([...this.#connections].map((connection) => connection.shutdown(graceMs)));
    // What is left has had its notice and does not close, or is not past its handshake.
    const timer = setTimeout(() => {
      for (const socket of this.#sockets) socket.destroy();
    }, this.#environment.limits.lingerMs);
    await Promise.all(closed);
    clearTimeout(timer);
    clearInterval(this.#sweep);
  }

  #admit(socket: Socket): boolean {
    const address = addressOf(socket);
    if (!this.#count.admit(address)) {
      this.#environment.connections.ended({ address, reason: 'too many connections' });
      socket.destroy();
      return false;
    }
    this.#sockets.add(socket);
    socket.once('close', () => {
      this.#count.release(address);
      this.#sockets.delete(socket);
    });
    return true;
  }

  #serve(socket: Socket, listener: ListenerKind): void {
    const address = addressOf(socket);
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

function addressOf(socket: Socket): string {
  return socket.remoteAddress?.replace(/^::ffff:/, '') ?? 'local';
}

/** Often enough for the shortest of the times it watches. */
function sweepMs(limits: ServerLimits): number {
  const times = [limits.idleTimeoutMs, limits.messageTimeoutMs, limits.stallTimeoutMs];
  return Math.min(5_000, ...times.filter((time) => time > 0).map((time) => time / 4));
}
