import { type SecureContextOptions, type TlsOptions } from 'node:tls';
import { type Certificate } from './certificate.js';

/**
 * What handshakes go by: TLS 1.2 and 1.3 (RFC 8996 ends the older ones), with the suites and
 * curves of the Node that runs, which has none without forward secrecy first.
 */
export function secureContextOptions({ cert, key, clientCa }: Certificate): SecureContextOptions {
  return {
    cert,
    key,
    minVersion: 'TLSv1.2',
    honorCipherOrder: true,
    ...(clientCa !== undefined && authorities(clientCa)),
  };
}

/** The same for a server: client certificates are asked for when authorities are configured. */
export function handshakeOptions(certificate: Certificate, timeoutMs: number): TlsOptions {
  return {
    ...secureContextOptions(certificate),
    // A client may come without, or with one that is not accepted: it is not EXTERNAL's then.
    requestCert: certificate.clientCa !== undefined,
    rejectUnauthorized: false,
    handshakeTimeout: timeoutMs,
  };
}

const list = /-----BEGIN X509 CRL-----[^]+?-----END X509 CRL-----/g;

/** The authorities of client certificates, and the revocation lists that stand beside them. */
function authorities(pem: string): SecureContextOptions {
  const crl = pem.match(list) ?? [];
  return { ca: pem.replace(list, ''), ...(crl.length > 0 && { crl: [...crl] }) };
}
