import { type DecodeLimits } from '../protocol/decode-limits.js';
import { type Directory, type Observer } from '../operations/directory.js';
import { type BufferPool } from './buffer-pool.js';
import { type Departures } from './departures.js';
import { type IdentityCount } from './identity-count.js';
import { type ServerLimits } from './limits.js';
import { type TlsUpgrades } from './start-tls.js';

/** Which listener a connection came through. */
export type ListenerKind = 'ldap' | 'ldaps' | 'local';

/** Connections from this machine never leave it; a proxy on it makes others look the same. */
export type TlsExempt = 'none' | 'loopback';

/** What the server tells about connections; operations are told of by the directory's observer. */
export interface ConnectionObserver {
  opened(listener: ListenerKind): void;
  closed(listener: ListenerKind): void;
  /** A connection ended by us: why, in words for an operator. */
  ended(facts: { readonly address: string; readonly reason: string }): void;
}

/** What all connections of a server share. */
export interface Environment {
  readonly directory: Directory;
  readonly limits: ServerLimits;
  readonly decodeLimits: DecodeLimits;
  readonly pool: BufferPool;
  readonly departures: Departures;
  readonly identities: IdentityCount;
  /** Undefined: no TLS, hence no StartTLS. */
  readonly upgrades: TlsUpgrades | undefined;
  /** Refuse to serve in the clear, but for StartTLS and the root DSE. */
  readonly requireTls: boolean;
  /** Whose connections are served in the clear all the same. */
  readonly tlsExempt: TlsExempt;
  /** Addresses of proxies, behind which there are many: not limited as one. */
  readonly isTrustedAddress: (address: string) => boolean;
  /** Gets the operations that end in the server and never reach the directory. */
  readonly observer: Observer;
  readonly connections: ConnectionObserver;
}
