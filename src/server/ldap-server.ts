import { createServer, type Server } from 'node:net';
import { createSecureContext, createServer as createTlsServer } from 'node:tls';
import { type Directory, type Observer } from '../operations/directory.js';
import { decodeLimits } from '../protocol/decode-limits.js';
import { BufferPool } from './buffer-pool.js';
import { Connections } from './connections.js';
import { type ConnectionObserver, type Environment, type ListenerKind } from './environment.js';
import { type ServerLimits, serverLimits } from './limits.js';
import { listenLocally } from './local-socket.js';

export interface LdapServerOptions {
  readonly directory: Directory;
  readonly host: string;
  /** In the clear and for StartTLS; 0 = any free port, undefined = none. */
  readonly port: number | undefined;
  readonly tls?: {
    /** LDAPS; 0 = any free port, undefined = StartTLS only. */
    readonly port: number | undefined;
    /** PEM. */
    readonly cert: string;
    readonly key: string;
  };
  /** A Unix socket whose peers are root by SASL EXTERNAL. */
  readonly socketPath?: string;
  readonly requireTls?: boolean;
  readonly limits?: Partial<ServerLimits>;
  readonly observer?: Observer;
  readonly connections?: ConnectionObserver;
}

export interface LdapServer {
  /** Undefined where nothing listens. */
  readonly port: number | undefined;
  readonly tlsPort: number | undefined;
  readonly connectionCount: number;
  /** Stops listening, lets operations finish within the grace, ends every connection. */
  close(graceMs: number): Promise<void>;
}

/**
 * Serves LDAP over the listeners asked for; resolves once all listen.
 *
 * @throws Error when one of them cannot
 */
export async function startLdapServer(options: LdapServerOptions): Promise<LdapServer> {
  const environment = environmentOf(options);
  const connections = new Connections(environment);
  const clear = options.port === undefined ? undefined : clearListener(connections, 'ldap');
  const secure = secureListener(connections, options, environment.limits);
  const local = options.socketPath === undefined ? undefined : clearListener(connections, 'local');
  const listeners = [clear, secure, local].filter((server) => server !== undefined);
  try {
    if (clear) await listen(clear, options.host, options.port ?? 0);
    if (secure) await listen(secure, options.host, options.tls?.port ?? 0);
    if (local) await listenLocally(local, options.socketPath ?? '');
  } catch (error) {
    await connections.close(listeners, 0);
    throw error;
  }
  // A connection that cannot be accepted (no descriptor left) must not end the process.
  for (const server of listeners) server.on('error', () => undefined);
  return {
    port: portOf(clear),
    tlsPort: portOf(secure),
    get connectionCount() {
      return connections.size;
    },
    close: (graceMs) => connections.close(listeners, graceMs),
  };
}

/** Clients that close their side once they have asked still get their answers. */
const socketOptions = { allowHalfOpen: true, noDelay: true, keepAlive: true };

function clearListener(connections: Connections, kind: ListenerKind): Server {
  const server = createServer(socketOptions);
  server.on('connection', (socket) => {
    connections.welcome(socket, kind);
  });
  return server;
}

function secureListener(
  connections: Connections,
  { tls }: LdapServerOptions,
  { handshakeTimeoutMs }: ServerLimits,
): Server | undefined {
  if (tls?.port === undefined) return undefined;
  const { cert, key } = tls;
  const server = createTlsServer({
    ...socketOptions,
    cert,
    key,
    handshakeTimeout: handshakeTimeoutMs,
  });
  connections.welcomeSecure(server);
  return server;
}

const silent: ConnectionObserver = {
  opened: () => undefined,
  closed: () => undefined,
  ended: () => undefined,
};

function environmentOf(options: LdapServerOptions): Environment {
  const limits = { ...serverLimits, ...options.limits };
  const { tls } = options;
  return {
    directory: options.directory,
    limits,
    decodeLimits,
    pool: new BufferPool(limits.outputBytes * 2),
    secureContext: tls && createSecureContext({ cert: tls.cert, key: tls.key }),
    requireTls: options.requireTls ?? false,
    observer: options.observer ?? (() => undefined),
    connections: options.connections ?? silent,
  };
}

function listen(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host, port }, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

function portOf(server: Server | undefined): number | undefined {
  const address = server?.address();
  return typeof address === 'object' ? address?.port : undefined;
}
