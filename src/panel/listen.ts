import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { panelApp } from './app.js';
import type { PanelOptions } from './options.js';
import { endSessionsOnPasswordChange } from './password-changes.js';

export interface PanelServer {
  readonly port: number;
  /** Lets answers under way finish for a while, then cuts. */
  close(graceMs?: number): Promise<void>;
}

/** Serves the panel over http; TLS is the proxy's affair. */
export async function startPanel(
  options: PanelOptions & { readonly host: string; readonly port: number },
): Promise<PanelServer> {
  const handle = panelApp(options).callback();
  const server = createServer(
    { requestTimeout: 30_000, headersTimeout: 15_000, maxHeaderSize: 16_384 },
    (request, response) => void handle(request, response),
  );
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, options.host, resolve);
  });
  const stopWatching = endSessionsOnPasswordChange(options.directory, options.sessions);
  return {
    port: (server.address() as AddressInfo).port,
    close: (graceMs = 5_000) =>
      new Promise((resolve) => {
        stopWatching();
        const cut = setTimeout(() => {
          server.closeAllConnections();
        }, graceMs);
        server.close(() => {
          clearTimeout(cut);
          resolve();
        });
        server.closeIdleConnections();
      }),
  };
}
