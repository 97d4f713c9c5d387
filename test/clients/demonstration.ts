import { copyFileSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Closing } from '../journey/closing.js';
import { hasTool, ldapmodify, person, referent, suffix } from '../journey/ldap-tools.js';
import {
  dataDirectory,
  type ServiceProcess,
  startServiceProcess,
} from '../journey/service-process.js';

import { folder } from './program.js';

/** The demonstration directory, as the products of others find it. */
export interface Demonstration {
  readonly port: number;
  /** PEM file that vouches for the server. */
  readonly caFile: string;
}

const rootPassword = 'Racine-Essai-1';
export const root = { dn: `cn=admin,${suffix}`, password: rootPassword };

/** Somebody who signs in, and somebody without access to the regional directory. */
export const somebody = { login: 'marie.lebihan', password: referent.password };
export const outsider = { login: 'pierre.barel', password: 'Menhir-Houle-22' };
/** What `somebody` may use and `outsider` may not. */
export const accessName = 'annuaireregional';

/** Starts it, and sees that it ends with the suite. */
export async function startDemonstration(opened: Closing): Promise<Demonstration> {
  const data = opened.after(dataDirectory(), ({ remove }) => {
    remove();
  });
  const started = await startServiceProcess(data.path, { ANNUAIRE_ROOT_PASSWORD: rootPassword });
  const service = opened.after(started, (each) => each.kill('SIGTERM'));
  await makePosixAccount(service);
  const caFile = join(folder('certificate', opened), 'annuaire.pem');
  copyFileSync(join(data.path, 'tls-cert.pem'), caFile);
  return { port: service.ports.ldap, caFile };
}

/** An account of a Unix machine too, for who asks for one. */
async function makePosixAccount(service: ServiceProcess): Promise<void> {
  const { code, output } = await ldapmodify(
    service,
    root,
    `dn: ${person(somebody.login)}
changetype: modify
add: objectClass
objectClass: posixAccount
-
add: uidNumber
uidNumber: 20001
-
add: gidNumber
gidNumber: 20001
-
add: homeDirectory
homeDirectory: /home/${somebody.login}
`,
  );
  if (code !== 0) throw new Error(output);
}

/** Skips a suite by name where one of its programs is missing; in CI that is a failure. */
export function requireTools(context: Mocha.Context, ...tools: readonly string[]): void {
  if (!tools.every(hasTool)) context.skip();
}

/** Waits until a program that was just started has come up. */
export async function eventually<T>(
  look: () => Promise<T | undefined> | T | undefined,
): Promise<T> {
  for (let attempt = 0; attempt < 150; attempt += 1) {
    const found = await look();
    if (found !== undefined) return found;
    await sleep(100);
  }
  throw new Error('it did not come up');
}

export const fileThere = (path: string) => (): true | undefined =>
  existsSync(path) ? true : undefined;
