import { createServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer, type Server as TlsServer } from 'node:tls';
import { type Directory, type Observer } from '../operations/directory.js';
import { decodeLimits } from '../protocol/decode-limits.js';
import { BufferPool } from './buffer-pool.js';
import { Departures } from './departures.js';
import { type Certificate } from './certificate.js';
import { Connections } from './connections.js';
import {
  type ConnectionObserver,
  type Environment,
  type ListenerKind,
  type TlsExempt,
} from './environment.js';
import { IdentityCount } from './identity-count.js';
import { type ServerLimits, serverLimits } from './limits.js';
import { listen, portOf } from './listening.js';
import { listenLocally } from './local-socket.js';
import { TlsUpgrades } from './start-tls.js';
import { handshakeOptions, secureContextOptions } from './tls-options.js';

export interface LdapServerOptions {
  readonly directory: Directory;
  readonly host: string;
  /** In the clear and for StartTLS; 0 = any free port, undefined = none. */
  readonly port: number | undefined;
  readonly tls?: Certificate & {
    /** LDAPS; 0 = any free port, undefined = StartTLS only. */
    readonly port: number | undefined;
  };
  /** A Unix socket whose peers are root by SASL EXTERNAL. */
  readonly socketPath?: string;
  readonly requireTls?: boolean;
  /** With `requireTls`: who is served in the clear all the same; by default nobody. */
  readonly tlsExempt?: TlsExempt;
  readonly limits?: Partial<ServerLimits>;
  /** Addresses of proxies, whose connections are those of many; by default none. */
  readonly isTrustedAddress?: (address: string) => boolean;
  /** Another process accepts: nothing listens here, connections come by `take`. */
  readonly isHandedOver?: boolean;
  /** How many connections each identity has; by default counted here alone. */
  readonly identities?: IdentityCount;
  readonly observer?: Observer;
  readonly connections?: ConnectionObserver;
}

export interface LdapServer {
  /** Undefined where nothing listens. */
  readonly port: number | undefined;
  readonly tlsPort: number | undefined;
  readonly connectionCount: number;
  /** Serves a connection that another process has accepted. */
  take(socket: Socket, listener: 'ldap' | 'ldaps'): void;
  /** Serves new connections with another certificate; those there are go on with theirs. */
  useCertificate(certificate: Certificate): void;
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
    if (clear && !options.isHandedOver) await listen(clear, options.host, options.port ?? 0);
    if (secure && !options.isHandedOver) await listen(secure, options.host, options.tls?.port ?? 0);
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
    take: (socket, listener) => {
      const server = listener === 'ldap' ? clear : secure;
      if (server) takeOver(server, socket);
      else socket.destroy();
    },
    useCertificate: (certificate) => {
      const options = secureContextOptions(certificate);
      secure?.setSecureContext(options);
      environment.upgrades?.setSecureContext(options);
    },
    close: (graceMs) => connections.close(listeners, graceMs),
  };
}

/** Clients that close their side once they have asked still get their answers. */
const socketOptions = { allowHalfOpen: true, noDelay: true, keepAlive: true };

/** What the listener would have set had it accepted the connection itself. */
function takeOver(server: Server, socket: Socket): void {
  socket.allowHalfOpen = socketOptions.allowHalfOpen;
  socket.setNoDelay(socketOptions.noDelay);
  socket.setKeepAlive(socketOptions.keepAlive);
  server.emit('connection', socket);
}

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
): TlsServer | undefined {
  if (tls?.port === undefined) return undefined;
  const handshake = handshakeOptions(tls, handshakeTimeoutMs);
  const server = createTlsServer({ ...socketOptions, ...handshake });
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
    departures: new Departures(),
    identities: options.identities ?? new IdentityCount(),
    upgrades: tls && new TlsUpgrades(handshakeOptions(tls, limits.handshakeTimeoutMs)),
    requireTls: options.requireTls ?? false,
    tlsExempt: options.tlsExempt ?? 'none',
    isTrustedAddress: options.isTrustedAddress ?? (() => false),
    observer: options.observer ?? (() => undefined),
    connections: options.connections ?? silent,
  };
}
