import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePort } from '../journey/service-process.js';
import { rootDn, rootPassword, suffix } from './persons.js';
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
  const stdio: ['ignore', 'ignore', 'inherit'] = ['ignore', 'ignore', 'inherit'];
  const start = performance.now();
  await succeeded(spawn('node', [program, 'import', 'ldif', ldif], { env, stdio }));
  const loadSeconds = (performance.now() - start) / 1000;
  const flags = (process.env['BENCH_NODE_FLAGS'] ?? '').split(' ').filter((flag) => flag !== '');
  const child = spawn('node', [...flags, program, 'serve'], { env, stdio });
  await listening(child, port);
  const close = (): Promise<void> => stopped(child);
  return { name: 'ours', port, pid: child.pid ?? 0, loadSeconds, close };
}

/** Resolves when the program has ended well. @throws Error with its name when it has not */
export async function succeeded(child: ChildProcess): Promise<void> {
  const [code] = (await once(child, 'exit')) as [number | null];
  if (code !== 0) throw new Error(`${child.spawnfile}: exit ${String(code)}`);
}

/** Resolves when the port accepts connections. @throws Error when the program ends before */
export async function listening(child: ChildProcess, port: number): Promise<void> {
  for (let attempt = 0; attempt < 400; attempt += 1) {
    if (child.exitCode !== null) break;
    const socket = connect(port, '127.0.0.1');
    const isOpen = await new Promise<boolean>((resolve) => {
      socket.once('connect', () => { resolve(true); });
      socket.once('error', () => { resolve(false); });
    });
    socket.destroy();
    if (isOpen) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`${child.spawnfile} does not listen: exit ${String(child.exitCode)}`);
}

/** Asks a program to end and waits until it has. */
export async function stopped(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const exit = once(child, 'exit');
  child.kill('SIGTERM');
  await exit;
}
