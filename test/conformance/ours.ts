import { readFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openLocal } from '../../src/cli/local-directory.js';
import { readConfiguration } from '../../src/config/read-configuration.js';
import { loadCertificate } from '../../src/server/certificate.js';
import { startLdapServer } from '../../src/server/ldap-server.js';
import { rootDn, rootPassword, suffix, type ServerUnderComparison } from './servers.js';

/** Starts our server over an empty store in the general profile, StartTLS included. */
export async function startOurs(): Promise<ServerUnderComparison> {
  const directory = mkdtempSync(join(tmpdir(), 'annuaire-conformance-'));
  const clock = (): Date => new Date();
  const environment = {
    ANNUAIRE_PROFILE: 'general',
    ANNUAIRE_DATA: directory,
    ANNUAIRE_SUFFIX: suffix,
    ANNUAIRE_ROOT_DN: rootDn,
    ANNUAIRE_ROOT_PASSWORD: rootPassword,
    ANNUAIRE_LOG_LEVEL: 'silent',
  };
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
  const certificate = await loadCertificate({
    certFile: undefined,
    keyFile: undefined,
    directory,
    now: clock(),
  });
  const server = await startLdapServer({
    directory: local.directory,
    host: '127.0.0.1',
    port: 0,
    tls: { port: undefined, ...certificate },
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
