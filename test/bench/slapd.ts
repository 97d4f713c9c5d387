import { spawn } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePort } from '../journey/service-process.js';
import { type Contender, type Ground, type RunningServer, type StartOptions } from './contender.js';
import { exportSchema } from './ours.js';
import { listening, stopped, timed, withDescriptors } from './program.js';
import { slapdConfiguration } from './slapd-configuration.js';

export const slapdProgram = '/usr/sbin/slapd';
const quiet: ['ignore', 'ignore', 'inherit'] = ['ignore', 'ignore', 'inherit'];

interface Configurations {
  readonly plain: string;
  readonly groups: string;
}

/** Debian's OpenLDAP: back-mdb, durable, no log; the file is loaded with `slapadd -q`. */
export async function slapdOn(ground: Ground): Promise<Contender> {
  const store = join(ground.directory, 'slapd');
  const files = await writeConfigurations(ground, store);
  return {
    name: 'slapd',
    store,
    can: () => true,
    load: () => {
      rmSync(store, { recursive: true, force: true });
      mkdirSync(store);
      const args = ['-q', '-f', files.plain, '-l', ground.ldif];
      return timed('/usr/sbin/slapadd', args, { stdio: quiet });
    },
    start: (options = {}) => start(options.groups ? files.groups : files.plain, options),
  };
}

async function start(file: string, options: StartOptions): Promise<RunningServer> {
  const port = await freePort();
  const url = `ldap://127.0.0.1:${String(port)}`;
  const [command, args] = withDescriptors(options.descriptors, slapdProgram, [
    ...['-f', file],
    ...['-h', url],
    ...['-d', '0'],
  ]);
  const child = spawn(command, args, { stdio: quiet });
  await listening(child, port);
  return { name: 'slapd', port, pid: child.pid ?? 0, close: () => stopped(child) };
}

async function writeConfigurations(ground: Ground, data: string): Promise<Configurations> {
  const { directory, population } = ground;
  const schema = join(directory, 'annuaire-export.schema');
  await exportSchema(ground, schema);
  const files = { data, schema, pid: join(directory, 'slapd.pid') };
  const write = (name: string, groups: boolean): string => {
    const file = join(directory, name);
    writeFileSync(file, slapdConfiguration(population.shape, files, { groups }));
    return file;
  };
  return { plain: write('slapd.conf', false), groups: write('slapd-groups.conf', true) };
}
