import { spawn } from 'node:child_process';
import { createWriteStream, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { freePort } from '../journey/service-process.js';
import { benchAccess } from './access-rules.js';
import { type Contender, type Ground, type RunningServer, type StartOptions } from './contender.js';
import { rootDnOf, rootPassword } from './population.js';
import { listening, stopped, succeeded, timed, withDescriptors } from './program.js';

const program =
  process.env['BENCH_PROGRAM'] ?? fileURLToPath(new URL('../../dist/main.js', import.meta.url));
/** What `npm start` gives to Node. */
const nodeFlags = (process.env['BENCH_NODE_FLAGS'] ?? startScript()).match(/--\S+/g) ?? [];
const quiet: ['ignore', 'ignore', 'inherit'] = ['ignore', 'ignore', 'inherit'];

type Environment = Readonly<Record<string, string | undefined>>;

/** From the program that it starts on: what stands before is npm's. */
function startScript(): string {
  const file = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
  const { scripts } = JSON.parse(file) as { readonly scripts: { readonly start: string } };
  return /node ([^&]*)dist\/main\.js/.exec(scripts.start)?.[1] ?? '';
}

/** The built service, without its operation log; the file is loaded offline. */
export function oursOn(ground: Ground): Contender {
  const store = join(ground.directory, 'ours');
  const env = environmentOf(ground, store);
  return {
    name: 'ours',
    store,
    can: () => true,
    load: () => {
      rmSync(store, { recursive: true, force: true });
      const args = [...nodeFlags, program, 'import', 'ldif', ground.ldif];
      return timed('node', args, { env, stdio: quiet });
    },
    start: (options) => start(env, options),
  };
}

async function start(env: Environment, options: StartOptions = {}): Promise<RunningServer> {
  const port = await freePort();
  const connections = options.descriptors ?? 4096;
  const [command, args] = withDescriptors(options.descriptors, 'node', [
    ...nodeFlags,
    program,
    'serve',
  ]);
  const child = spawn(command, args, {
    env: {
      ...env,
      ANNUAIRE_LDAP_PORT: String(port),
      ANNUAIRE_CONNECTIONS_MAX: String(connections),
      ANNUAIRE_CONNECTIONS_PER_ADDRESS: String(connections),
    },
    stdio: 'ignore',
  });
  await listening(child, port);
  return { name: 'ours', port, pid: child.pid ?? 0, close: () => stopped(child) };
}

function environmentOf({ directory, population, workers }: Ground, store: string): Environment {
  const { suffix, profile } = population.shape;
  const access = join(directory, 'access.json');
  writeFileSync(access, benchAccess(population.shape));
  return {
    PATH: process.env['PATH'],
    ANNUAIRE_DATA: store,
    ANNUAIRE_PROFILE: profile,
    ANNUAIRE_SUFFIX: suffix,
    ANNUAIRE_ACCESS: access,
    ANNUAIRE_ROOT_DN: rootDnOf(suffix),
    ANNUAIRE_ROOT_PASSWORD: rootPassword,
    ANNUAIRE_WORKERS: String(workers),
    ANNUAIRE_LDAPS_PORT: '0',
    ANNUAIRE_HTTP_PORT: '0',
    ANNUAIRE_DEMO: 'off',
    ANNUAIRE_LOG_LEVEL: 'silent',
    // The digests of the file stay as they are: all servers verify the same.
    ANNUAIRE_REHASH: 'false',
  };
}

/**
 * Writes what our server makes of a file: its entries with the values that it derives, and the
 * operational attributes, so that every server can be given the same.
 */
export async function exportOfImport(ground: Ground, file: string): Promise<void> {
  const contender = oursOn(ground);
  await contender.load?.();
  await exported(ground, ['export'], file);
  rmSync(contender.store, { recursive: true, force: true });
}

/** The schema that slapd needs beside its own. */
export async function exportSchema(ground: Ground, file: string): Promise<void> {
  await exported(ground, ['export', '--schema', 'openldap'], file);
}

async function exported(ground: Ground, args: readonly string[], file: string): Promise<void> {
  const env = environmentOf(ground, join(ground.directory, 'ours'));
  const child = spawn('node', [...nodeFlags, program, ...args], {
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await Promise.all([pipeline(child.stdout, createWriteStream(file)), succeeded(child)]);
}
