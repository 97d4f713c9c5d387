import { createServer, type Server, type Socket } from 'node:net';
import { listen, portOf } from '../server/listening.js';
import type { SharedListener } from './messages.js';

/** Where the primary accepts connections for its workers; undefined ports listen nowhere. */
export interface AcceptorOptions {
  readonly host: string;
  readonly ports: Readonly<Record<SharedListener, number | undefined>>;
  /** Takes an accepted socket, of which nothing has been read. */
  readonly accept: (socket: Socket, listener: SharedListener) => void;
}

export interface Acceptor {
  readonly ports: Readonly<Record<SharedListener, number | undefined>>;
  close(): void;
}

/**
 * Accepts in the primary and hands each connection on. Workers that accept on a shared socket
 * are woken as the kernel likes: of 16 connections 12 to 14 went to one of two workers, of 256
 * up to 160, and since LDAP connections live long it would stay so. Handing them on costs two
 * fifths of the rate of new connections (5,500 a second instead of 9,300, on two cores in use by
 * the client too) and nothing after; it also leaves the count of connections in one place, and
 * the port with who outlives the workers.
 *
 * @throws Error when a port is taken
 */
export async function openAcceptor(options: AcceptorOptions): Promise<Acceptor> {
  const servers: Server[] = [];
  const close = (): void => {
    for (const server of servers) server.close();
  };
  const open = async (listener: SharedListener): Promise<number | undefined> => {
    const port = options.ports[listener];
    if (port === undefined) return undefined;
    const server = createServer({ pauseOnConnect: true, allowHalfOpen: true });
    server.on('connection', (socket) => {
      // It may break before anybody looks at it.
      socket.on('error', () => undefined);
      options.accept(socket, listener);
    });
    servers.push(server);
    await listen(server, options.host, port);
    // A connection that cannot be accepted (no descriptor left) must not end the process.
    server.on('error', () => undefined);
    return portOf(server);
  };
  try {
    const ldap = await open('ldap');
    return { ports: { ldap, ldaps: await open('ldaps') }, close };
  } catch (error) {
    close();
    throw error;
  }
}
