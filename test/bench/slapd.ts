import { spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePort } from '../journey/service-process.js';
import { rootDn, rootPassword, suffix } from './persons.js';
import { listening, stopped, succeeded } from './program.js';
import { type MeasuredServer } from './server.js';

/** Loads the file with `slapadd -q` and starts OpenLDAP over it: back-mdb, durable, no log. */
export async function startSlapd(directory: string, ldif: string): Promise<MeasuredServer> {
  const data = join(directory, 'slapd');
  mkdirSync(data);
  const file = join(directory, 'slapd.conf');
  writeFileSync(file, configuration(directory, data));
  const stdio: ['ignore', 'ignore', 'inherit'] = ['ignore', 'ignore', 'inherit'];
  const start = performance.now();
  await succeeded(spawn('/usr/sbin/slapadd', ['-q', '-f', file, '-l', ldif], { stdio }));
  const loadSeconds = (performance.now() - start) / 1000;
  const port = await freePort();
  const url = `ldap://127.0.0.1:${String(port)}`;
  const child = spawn('/usr/sbin/slapd', ['-f', file, '-h', url, '-d', '0'], { stdio });
  await listening(child, port);
  const close = (): Promise<void> => stopped(child);
  return { name: 'slapd', port, pid: child.pid ?? 0, loadSeconds, close };
}

/** The indexes that our schema asks for, and the rights of our general profile. */
const configuration = (directory: string, data: string): string => `
include /etc/ldap/schema/core.schema
include /etc/ldap/schema/cosine.schema
include /etc/ldap/schema/inetorgperson.schema
modulepath /usr/lib/ldap
moduleload back_mdb
pidfile ${directory}/slapd.pid
loglevel 0
sizelimit unlimited
timelimit unlimited
database mdb
suffix "${suffix}"
rootdn "${rootDn}"
rootpw ${rootPassword}
directory ${data}
maxsize 4294967296
index objectClass,entryUUID,modifyTimestamp,mail,ou,dc,member,uniqueMember eq
index cn,sn,givenName,o eq,sub,approx
index uid eq,sub
access to attrs=userPassword by self write by anonymous auth by * none
access to * by users read by anonymous auth by * none
`;
