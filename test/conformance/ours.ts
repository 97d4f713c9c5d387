import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openLocal } from '../../src/cli/local-directory.js';
import { readConfiguration } from '../../src/config/read-configuration.js';
import { startLdapServer } from '../../src/server/ldap-server.js';
import { certificates } from './certificates.js';
import { startOursByWorkers } from './ours-by-workers.js';
import { rootDn, rootPassword, suffix, type ServerUnderComparison } from './servers.js';

/** Nobody is slowed down for what others did from there. */
export const trusting = { ANNUAIRE_TRUSTED_PROXIES: '127.0.0.1' };

/** `ANNUAIRE_CONFORMANCE_WORKERS`: serve by so many processes instead of in the test's own. */
const workersAsked = Number(process.env['ANNUAIRE_CONFORMANCE_WORKERS'] ?? '0');

/**
 * Starts our server over an empty store in the general profile, StartTLS included.
 *
 * @param settings further configuration
 * @param schema definitions beside our own
 */
export async function startOurs(
  settings: Readonly<Record<string, string>> = {},
  schema?: string,
  workers = workersAsked,
): Promise<ServerUnderComparison> {
  const directory = mkdtempSync(join(tmpdir(), 'annuaire-conformance-'));
  const schemaDirectory = join(directory, 'schema');
  mkdirSync(schemaDirectory);
  if (schema !== undefined) writeFileSync(join(schemaDirectory, 'test.schema'), schema);
  const clock = (): Date => new Date();
  const environment = {
    ANNUAIRE_PROFILE: 'general',
    ANNUAIRE_DATA: directory,
    ANNUAIRE_SUFFIX: suffix,
    ANNUAIRE_ROOT_DN: rootDn,
    ANNUAIRE_ROOT_PASSWORD: rootPassword,
    ANNUAIRE_LOG_LEVEL: 'silent',
    ...(schema === undefined ? {} : { ANNUAIRE_SCHEMA: schemaDirectory }),
    ...settings,
  };
  if (workers > 0) {
    const served = await startOursByWorkers(environment, workers);
    const close = async (): Promise<void> => {
      await served.close();
      rmSync(directory, { recursive: true, force: true });
    };
    return { ...served, close };
  }
  const configuration = readConfiguration(environment, (path) => readFileSync(path, 'utf8'));
  const defects: string[] = [];
  const local = openLocal(
    { configuration, clock },
    {
      observer: ({ defect }) => {
        if (defect !== undefined) defects.push(defect);
      },
    },
  );
  const { cert, key } = await certificates();
  // The server's certificate signs the client's too.
  const tls = { port: undefined, cert, key, clientCa: cert };
  const server = await startLdapServer({
    directory: local.directory,
    host: '127.0.0.1',
    port: 0,
    tls,
  });
  return {
    name: 'ours',
    port: server.port ?? 0,
    close: async () => {
      await server.close(0);
      await local.close();
      rmSync(directory, { recursive: true, force: true });
      if (defects.length > 0) throw new Error(defects.join('\n'));
    },
  };
}
