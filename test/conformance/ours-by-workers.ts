import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { freePort } from '../journey/service-process.js';
import { certificates } from './certificates.js';
import { type ServerUnderComparison } from './servers.js';

/**
 * Our server as the built program serves it by workers, over an empty store.
 *
 * @param environment its settings, the data directory among them
 */
export async function startOursByWorkers(
  environment: Readonly<Record<string, string>>,
  workers: number,
): Promise<ServerUnderComparison> {
  const directory = environment['ANNUAIRE_DATA'] ?? '';
  const { cert, key } = await certificates();
  const [certFile, keyFile] = [join(directory, 'cert.pem'), join(directory, 'key.pem')];
  writeFileSync(certFile, cert);
  writeFileSync(keyFile, key, { mode: 0o600 });
  const port = await freePort();
  const child = spawn('node', ['dist/main.js', 'serve'], {
    env: {
      PATH: process.env['PATH'],
      ...environment,
      ANNUAIRE_LOG_LEVEL: 'info',
      ANNUAIRE_WORKERS: String(workers),
      ANNUAIRE_LDAP_PORT: String(port),
      ANNUAIRE_LDAPS_PORT: '0',
      ANNUAIRE_HTTP_PORT: '0',
      ANNUAIRE_TLS_CERT: certFile,
      ANNUAIRE_TLS_KEY: keyFile,
      // The server's certificate signs the client's too.
      ANNUAIRE_TLS_CLIENT_CA: certFile,
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const defects: string[] = [];
  const ready = new Promise<void>((resolve, reject) => {
    child.once('exit', (status) => {
      reject(new Error(`the service ended with ${String(status)}`));
    });
    createInterface({ input: child.stdout }).on('line', (line) => {
      const { event, defect } = JSON.parse(line) as { event?: string; defect?: string };
      if (defect !== undefined) defects.push(defect);
      if (event === 'ready') resolve();
    });
  });
  await ready;
  return {
    name: 'ours',
    port,
    close: async () => {
      const exit = once(child, 'exit');
      child.kill('SIGTERM');
      await exit;
      if (defects.length > 0) throw new Error(defects.join('\n'));
    },
  };
}
