import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePort } from '../journey/service-process.js';
import { rootDn, rootPassword, suffix } from './persons.js';
import { listening, stopped, succeeded } from './program.js';
import { type MeasuredServer } from './server.js';

const builtProgram = fileURLToPath(new URL('../../dist/main.js', import.meta.url));

/** Loads the file offline and starts the built service over it: general profile, no log. */
export async function startOurs(
  directory: string,
  ldif: string,
  program = process.env['BENCH_PROGRAM'] ?? builtProgram,
): Promise<MeasuredServer> {
  const port = await freePort();
  const env = {
    PATH: process.env['PATH'],
    ANNUAIRE_DATA: join(directory, 'ours'),
    ANNUAIRE_PROFILE: 'general',
    ANNUAIRE_SUFFIX: suffix,
    ANNUAIRE_ROOT_DN: rootDn,
    ANNUAIRE_ROOT_PASSWORD: rootPassword,
    ANNUAIRE_LDAP_PORT: String(port),
    ANNUAIRE_LDAPS_PORT: '0',
    ANNUAIRE_HTTP_PORT: '0',
    ANNUAIRE_DEMO: 'off',
    ANNUAIRE_LOG_LEVEL: 'silent',
    // The digests of the file stay as they are: both servers verify the same.
    ANNUAIRE_REHASH: 'false',
  };
  const start = performance.now();
  const stdio: ['ignore', 'ignore', 'inherit'] = ['ignore', 'ignore', 'inherit'];
  await succeeded(spawn('node', [program, 'import', 'ldif', ldif], { env, stdio }));
  const loadSeconds = (performance.now() - start) / 1000;
  const flags = (process.env['BENCH_NODE_FLAGS'] ?? '').split(' ').filter((flag) => flag !== '');
  const child = spawn('node', [...flags, program, 'serve'], { env, stdio: 'ignore' });
  await listening(child, port);
  const close = (): Promise<void> => stopped(child);
  return { name: 'ours', port, pid: child.pid ?? 0, loadSeconds, close };
}
