import { openLocal } from './cli/local-directory.js';
import { portOf, serverOptions } from './ldap-service.js';
import type { WorkerStart } from './ldap-workers.js';
import { openLog } from './observe/log.js';
import { openMetrics } from './observe/metrics.js';
import { startLdapServer } from './server/ldap-server.js';
import type { Store } from './store/store.js';
import { freshDirectory } from './workers/fresh-directory.js';
import { type Primary, type Reader, serveAsReader } from './workers/reader.js';

/** The composition root of a worker process: it reads what the primary writes. */

/**
 * Searches that outlast a turn, of all workers together. Each keeps a view of the store, of which
 * LMDB gives 1,024 to all processes: 512 may be the primary's, and each reads besides.
 */
const searchesMax = 384;

let store: Store | undefined;
const catchUp = (): void => store?.catchUp();

serveAsReader((start, primary) => open(start as WorkerStart, primary), catchUp);

async function open(start: WorkerStart, { writes, identities }: Primary): Promise<Reader> {
  const { configuration, common, certificate } = start;
  const log = openLog(configuration.logLevel, undefined, { worker: process.pid });
  const metrics = openMetrics({ processMetrics: true });
  const clock = (): Date => new Date();
  const local = openLocal(
    { configuration, clock },
    {
      readOnly: true,
      writes,
      common,
      limits: { searchesMax: Math.max(1, Math.floor(searchesMax / configuration.workers)) },
      observer: (record) => {
        log.operation(record);
        metrics.operation(record);
      },
    },
  );
  store = local.store;
  const parts = { configuration, log, metrics, clock };
  const server = await startLdapServer({
    ...serverOptions(parts, freshDirectory(local.directory, catchUp)),
    isHandedOver: true,
    identities,
    port: portOf(configuration.ldapPort),
    tls: { port: portOf(configuration.ldapsPort), ...certificate },
  });
  return {
    take: (socket, listener) => {
      server.take(socket, listener);
    },
    useCertificate: (renewed) => {
      server.useCertificate(renewed);
    },
    measures: () => metrics.measures(),
    close: async (graceMs) => {
      await server.close(graceMs);
      await local.close();
    },
  };
}
