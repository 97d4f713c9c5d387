import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../journey/service-process.js';
import { rootDn, rootPassword, suffix, type ServerUnderComparison } from './servers.js';

const slapd = '/usr/sbin/slapd';

/** Whether OpenLDAP's server is here; in CI a missing one is a failure, elsewhere a skip. */
export const hasSlapd = (): boolean => existsSync(slapd) || process.env['CI'] === 'true';

/** Starts OpenLDAP over an empty back-mdb; the same suffix, root and rights as ours. */
export async function startSlapd(): Promise<ServerUnderComparison> {
  const directory = mkdtempSync(join(tmpdir(), 'annuaire-slapd-'));
  mkdirSync(join(directory, 'db'));
  const conf = join(directory, 'slapd.conf');
  writeFileSync(conf, configuration(directory));
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

const configuration = (directory: string): string => `
include /etc/ldap/schema/core.schema
include /etc/ldap/schema/cosine.schema
include /etc/ldap/schema/inetorgperson.schema
include /etc/ldap/schema/nis.schema
modulepath /usr/lib/ldap
moduleload back_mdb
pidfile ${directory}/slapd.pid
sizelimit unlimited
timelimit unlimited
sasl-secprops none
database mdb
suffix "${suffix}"
rootdn "${rootDn}"
rootpw ${rootPassword}
directory ${directory}/db
maxsize 268435456
dbnosync
index objectClass,entryUUID eq
index cn,sn,uid,mail,givenName eq,pres,sub
index member,uidNumber eq
access to attrs=userPassword by self write by anonymous auth by * none
access to * by users read by anonymous auth by * none
`;

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
