import { type Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import { type Peer, type PeerCertificate } from '../operations/peer.js';
import { type Environment, type ListenerKind } from './environment.js';

/** The facts about the client at the other end of a socket, TLS already in place if it is. */
export function peerOf(
  socket: Socket,
  listener: ListenerKind,
  { requireTls, tlsExempt }: Pick<Environment, 'requireTls' | 'tlsExempt'>,
): Peer {
  if (listener === 'local') return { transport: 'local', tlsRequired: false };
  if (socket instanceof TLSSocket) {
    return { transport: 'tls', tlsRequired: false, certificate: certificateOf(socket) };
  }
  const isExempt = tlsExempt === 'loopback' && isLoopback(socket.remoteAddress ?? '');
  return { transport: 'clear', tlsRequired: requireTls && !isExempt };
}

function certificateOf(socket: TLSSocket): PeerCertificate | undefined {
  const certificate = socket.getPeerX509Certificate();
  if (!certificate) return undefined;
  // Declared an Error; it is the code of OpenSSL's verdict.
  const fault = socket.authorized ? undefined : String(socket.authorizationError);
  return { der: certificate.raw, validTo: new Date(certificate.validTo), fault };
}

/** 127.0.0.0/8 and ::1, also as an IPv4-mapped address. */
export function isLoopback(address: string): boolean {
  return address === '::1' || /^(?:::ffff:)?127(?:\.\d{1,3}){3}$/i.test(address);
}
