import { socketPath } from './cli/door.js';
import type { Configuration } from './config/configuration.js';
import { addressList } from './model/network-address.js';
import type { Log } from './observe/log.js';
import type { Measures } from './observe/measures.js';
import type { Metrics } from './observe/metrics.js';
import type { Directory } from './operations/directory.js';
import { type Certificate, type CertificateSource, loadCertificate } from './server/certificate.js';
import { type CertificateWatch, watchCertificate } from './server/certificate-watch.js';
import { type LdapServerOptions, startLdapServer } from './server/ldap-server.js';

/** What serves LDAP, be it this process or its workers. */
export interface LdapService {
  /** Undefined where nothing listens. */
  readonly port: number | undefined;
  readonly tlsPort: number | undefined;
  isServing(): boolean;
  /** Of other processes than this one. */
  measures(): Promise<readonly Measures[]>;
  /** Loads the TLS certificate again. */
  reload(): Promise<void>;
  close(graceMs: number): Promise<void>;
}

/** What it takes to serve LDAP, whatever the directory. */
export interface LdapParts {
  readonly configuration: Configuration;
  readonly log: Log;
  readonly metrics: Metrics;
  readonly clock: () => Date;
}

/** Serves LDAP in this process, on all listeners. */
export async function serveLdap(parts: LdapParts, directory: Directory): Promise<LdapService> {
  const { configuration } = parts;
  const certificate = await certificateOf(parts);
  const server = await startLdapServer({
    ...serverOptions(parts, directory),
    port: portOf(configuration.ldapPort),
    tls: { port: portOf(configuration.ldapsPort), ...certificate },
    socketPath: socketPath({ configuration }),
  });
  const watch = followCertificate(parts, certificate, (renewed) => {
    server.useCertificate(renewed);
  });
  return {
    port: server.port,
    tlsPort: server.tlsPort,
    isServing: () => true,
    measures: () => Promise.resolve([]),
    reload: () => watch.reload(),
    close: async (graceMs) => {
      watch.close();
      await server.close(graceMs);
    },
  };
}

type Decided = 'connections' | 'isTrustedAddress';
type CommonOptions = Omit<LdapServerOptions, 'port' | 'tls' | Decided> &
  Required<Pick<LdapServerOptions, Decided>>;

/** What all servers of the configuration have in common. */
export function serverOptions(
  { configuration, log, metrics }: LdapParts,
  directory: Directory,
): CommonOptions {
  const { host, tls, connections, trustedProxies } = configuration;
  return {
    directory,
    host,
    requireTls: tls.required,
    limits: {
      connectionsMax: connections.most,
      connectionsPerAddressMax: connections.mostPerAddress,
      handshakeTimeoutMs: connections.handshakeSeconds * 1000,
      messageTimeoutMs: connections.messageSeconds * 1000,
    },
    isTrustedAddress: addressList(trustedProxies),
    tlsExempt: tls.exempt,
    observer: (record) => {
      log.operation(record);
      metrics.operation(record);
    },
    connections: {
      opened: (listener) => {
        metrics.connectionOpened(listener);
      },
      closed: (listener) => {
        metrics.connectionClosed(listener);
      },
      ended: (facts) => {
        log.warn('connection-ended', facts);
      },
    },
  };
}

/** The certificate as its files are now; made where there is none. */
export function certificateOf({ configuration, clock }: LdapParts): Promise<Certificate> {
  return loadCertificate({ ...sourceOf(configuration), now: clock() });
}

/** Has a certificate follow its files. */
export function followCertificate(
  { configuration, log, clock }: LdapParts,
  loaded: Certificate,
  use: (certificate: Certificate) => void,
): CertificateWatch {
  return watchCertificate({
    source: sourceOf(configuration),
    loaded,
    clock,
    use,
    report: (event, facts) => {
      log[event === 'certificate-refused' ? 'error' : 'info'](event, facts);
    },
  });
}

function sourceOf({ dataDirectory, tls }: Configuration): CertificateSource {
  const { certFile, keyFile, clientCaFile } = tls;
  return { certFile, keyFile, clientCaFile, directory: dataDirectory };
}

/** In the configuration, 0 is off. */
export function portOf(port: number): number | undefined {
  return port === 0 ? undefined : port;
}
