import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../journey/service-process.js';
import { keepCertificate } from './certificates.js';
import type { ServerUnderComparison } from './servers.js';
import { plainConfiguration, type SlapdOptions } from './slapd-configuration.js';

const slapd = '/usr/sbin/slapd';

/** Whether OpenLDAP's server is here; in CI a missing one is a failure, elsewhere a skip. */
export const hasSlapd = (): boolean => existsSync(slapd) || process.env['CI'] === 'true';

/**
 * Starts OpenLDAP over an empty back-mdb; the same suffix, root and rights as ours.
 *
 * @param options.configuration in place of the plain one
 */
export async function startSlapd({
  configuration,
  ...options
}: SlapdOptions & {
  readonly configuration?: (directory: string) => string;
} = {}): Promise<ServerUnderComparison> {
  const directory = mkdtempSync(join(tmpdir(), 'annuaire-slapd-'));
  mkdirSync(join(directory, 'db'));
  const conf = join(directory, 'slapd.conf');
  await keepCertificate(directory);
  writeFileSync(conf, configuration?.(directory) ?? plainConfiguration(directory, options));
  const port = await freePort();
  const child = spawn(slapd, ['-f', conf, '-h', `ldap://127.0.0.1:${String(port)}`, '-d', '0'], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let errors = '';
  child.stderr.on('data', (chunk: Buffer) => {
    errors += chunk.toString();
  });
  await listening(child, port, () => errors);
  return {
    name: 'slapd',
    port,
    close: async () => {
      const exit = new Promise((resolve) => child.once('exit', resolve));
      if (child.exitCode === null) {
        child.kill('SIGTERM');
        await exit;
      }
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

async function listening(child: ChildProcess, port: number, errors: () => string): Promise<void> {
  for (let attempt = 0; attempt < 200; attempt++) {
    if (child.exitCode !== null) throw new Error(`slapd: exit ${child.exitCode}: ${errors()}`);
    const isOpen = await new Promise<boolean>((resolve) => {
      const socket = connect(port, '127.0.0.1');
      socket.once('connect', () => {
        socket.destroy();
        resolve(true);
      });
      socket.once('error', () => {
        resolve(false);
      });
    });
    if (isOpen) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`slapd does not answer: ${errors()}`);
}
