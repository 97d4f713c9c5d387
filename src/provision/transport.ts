import { readFileSync } from 'node:fs';
import { Agent, type Dispatcher, ProxyAgent } from 'undici';

/** How the target is reached; files are PEM. */
export interface TransportOptions {
  /** An authority of its own, in place of the system's. */
  readonly caFile: string | undefined;
  /** The certificate that we show, and its key. */
  readonly certFile: string | undefined;
  readonly keyFile: string | undefined;
  /** `http://proxy.example:3128`, with its credentials if it wants any. */
  readonly proxy: string | undefined;
  readonly connections?: number;
}

/**
 * Connections to the target, kept and shared. Certificates are never left unchecked.
 *
 * @throws Error naming a file that cannot be read
 */
export function openTransport(options: TransportOptions): Dispatcher {
  const { proxy, connections = 8 } = options;
  const tls = {
    ...pem('ca', options.caFile),
    ...pem('cert', options.certFile),
    ...pem('key', options.keyFile),
  };
  const pool = { connections, keepAliveTimeout: 20_000, bodyTimeout: 10_000 };
  if (proxy === undefined) return new Agent({ ...pool, connect: tls });
  return new ProxyAgent({ ...pool, uri: proxy, requestTls: tls, proxyTunnel: true });
}

function pem(name: 'ca' | 'cert' | 'key', file: string | undefined): Record<string, Buffer> {
  return file === undefined ? {} : { [name]: readFileSync(file) };
}
