import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** The service as operators run it: the built program in a process of its own. */
export interface ServiceProcess {
  readonly directory: string;
  readonly ports: { readonly ldap: number; readonly http: number; readonly demo: number };
  /** Every line of the log so far. */
  readonly log: readonly Readonly<Record<string, unknown>>[];
  readonly banner: () => string;
  kill(signal: 'SIGKILL' | 'SIGTERM'): Promise<number | null>;
  /** Asks for the certificate to be loaded again. */
  hangUp(): void;
}

export type Environment = Readonly<Record<string, string>>;

/** A directory for one test's data; gone with `remove`. */
export function dataDirectory(): { readonly path: string; readonly remove: () => void } {
  const path = mkdtempSync(join(tmpdir(), 'annuaire-journey-'));
  return {
    path,
    remove: () => {
      rmSync(path, { recursive: true, force: true });
    },
  };
}

/** Starts the service on free ports and waits for its `ready` line. */
export async function startServiceProcess(
  directory: string,
  environment: Environment = {},
): Promise<ServiceProcess> {
  const [ldap, http, demo] = await Promise.all([freePort(), freePort(), freePort()]);
  const child = spawn('node', ['dist/main.js', 'serve'], {
    env: {
      PATH: process.env['PATH'],
      ANNUAIRE_DATA: directory,
      ANNUAIRE_LDAP_PORT: String(ldap),
      ANNUAIRE_LDAPS_PORT: '0',
      ANNUAIRE_HTTP_PORT: String(http),
      ANNUAIRE_DEMO_PORT: String(demo),
      ...environment,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const log: Record<string, unknown>[] = [];
  let errors = '';
  child.stderr.on('data', (chunk: Buffer) => {
    errors += chunk.toString();
  });
  await new Promise<void>((resolve, reject) => {
    child.once('exit', (code) => {
      reject(new Error(`exit ${String(code)}: ${errors}`));
    });
    createInterface({ input: child.stdout }).on('line', (line) => {
      const record = JSON.parse(line) as Record<string, unknown>;
      log.push(record);
      if (record['event'] === 'ready') resolve();
    });
  });
  return {
    directory,
    ports: { ldap, http, demo },
    log,
    banner: () => errors,
    kill: (signal) => kill(child, signal),
    hangUp: () => {
      child.kill('SIGHUP');
    },
  };
}

async function kill(child: ChildProcess, signal: 'SIGKILL' | 'SIGTERM'): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
  const exit = once(child, 'exit') as Promise<[number | null]>;
  child.kill(signal);
  return (await exit)[0];
}

/** A port that nothing listened on a moment ago. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
