/** The client of a connection as its transport knows it: facts, from which identities follow. */
export interface Peer {
  /** `local` is the Unix socket, which only the server's own user can open. */
  readonly transport: 'clear' | 'tls' | 'local';
  /** Nothing is served here but what leads to TLS. */
  readonly tlsRequired: boolean;
  /** The certificate that the client showed in the TLS handshake. */
  readonly certificate?: PeerCertificate | undefined;
}

/** A client's X.509 certificate. That the client holds its key, the handshake has proved. */
export interface PeerCertificate {
  readonly der: Buffer;
  readonly validTo: Date;
  /** Why no configured authority vouches for it (`CERT_HAS_EXPIRED`…); undefined: one does. */
  readonly fault: string | undefined;
}

/** SASL mechanisms by the names that IANA has registered. */
export const mechanism = { external: 'EXTERNAL', plain: 'PLAIN', scram: 'SCRAM-SHA-256' } as const;

/**
 * The mechanisms worth trying over a connection, as the root DSE publishes them: PLAIN sends a
 * password and is for protected connections, SCRAM sends none, EXTERNAL is for whom the transport
 * has identified.
 */
export function mechanismsFor(peer: Peer | undefined): readonly string[] {
  if (!peer || peer.tlsRequired) return [];
  if (peer.transport === 'clear') return [mechanism.scram];
  const isIdentified =
    peer.transport === 'local' || (peer.certificate && peer.certificate.fault === undefined);
  const offered = [mechanism.plain, mechanism.scram];
  return isIdentified ? [mechanism.external, ...offered] : offered;
}
