import { fileURLToPath } from 'node:url';
import { socketPath } from './cli/door.js';
import type { Configuration } from './config/configuration.js';
import {
  certificateOf,
  followCertificate,
  type LdapService,
  portOf,
  serverOptions,
} from './ldap-service.js';
import type { Directory } from './operations/directory.js';
import type { CommonFacts } from './operations/open-directory.js';
import type { Parts } from './serve.js';
import { Admission } from './server/admission.js';
import type { Certificate } from './server/certificate.js';
import { startLdapServer } from './server/ldap-server.js';
import { serverLimits } from './server/limits.js';
import { openAcceptor } from './workers/acceptor.js';
import { WorkerPool } from './workers/pool.js';

/** What a worker needs to know to answer as the primary would. */
export interface WorkerStart {
  /** As the primary has read it: a file may be another by now. */
  readonly configuration: Configuration;
  readonly common: CommonFacts;
  readonly certificate: Certificate;
}

const workerProgram = fileURLToPath(new URL('./worker.js', import.meta.url));

/**
 * Serves LDAP through workers: they read, this process accepts their connections and does their
 * writes. The local socket, whose peers may do everything, stays here.
 *
 * @param directory as the local socket sees it
 */
export async function serveByWorkers(parts: Parts, directory: Directory): Promise<LdapService> {
  const { configuration, log, local } = parts;
  const options = serverOptions(parts, directory);
  let certificate = await certificateOf(parts);
  const pool = new WorkerPool({
    count: configuration.workers,
    program: workerProgram,
    start: (): WorkerStart => ({ configuration, common: local.directory.common, certificate }),
    writes: local.directory.writes,
    admission: new Admission({ ...options, limits: { ...serverLimits, ...options.limits } }),
    lost: () => {
      local.store.releaseDeadReaders();
    },
    observe: (event, facts) => {
      log[event === 'worker-ended' ? 'warn' : 'info'](event, facts);
    },
  });
  const opened: ((graceMs: number) => unknown)[] = [];
  const close = async (graceMs: number): Promise<void> => {
    await Promise.all(opened.splice(0).map((each) => each(graceMs)));
  };
  try {
    await pool.open();
    opened.push((graceMs) => pool.close(graceMs));
    const local = await startLdapServer({
      ...options,
      port: undefined,
      socketPath: socketPath({ configuration }),
    });
    opened.push((graceMs) => local.close(graceMs));
    const acceptor = await openAcceptor({
      host: configuration.host,
      ports: { ldap: portOf(configuration.ldapPort), ldaps: portOf(configuration.ldapsPort) },
      accept: (socket, listener) => {
        pool.accept(socket, listener);
      },
    });
    opened.push(() => {
      acceptor.close();
    });
    const watch = followCertificate(parts, certificate, (renewed) => {
      certificate = renewed;
      pool.tell({ kind: 'certificate', certificate });
    });
    opened.push(() => {
      watch.close();
    });
    return {
      port: acceptor.ports.ldap,
      tlsPort: acceptor.ports.ldaps,
      isServing: () => pool.serving > 0,
      measures: () => pool.measures(),
      reload: () => watch.reload(),
      close,
    };
  } catch (error) {
    await close(0);
    throw error;
  }
}
