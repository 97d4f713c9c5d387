import { execFile, execFileSync } from 'node:child_process';
import type { ServiceProcess } from './service-process.js';

/** Whether a Debian tool is here; in CI a missing one is a failure, elsewhere a skip. */
export function hasTool(name: string): boolean {
  try {
    execFileSync('sh', ['-c', `command -v ${name} || test -x /usr/sbin/${name}`]);
    return true;
  } catch {
    return process.env['CI'] === 'true';
  }
}

export interface Account {
  readonly dn: string;
  readonly password: string;
}

export const suffix = 'dc=telesantebretagne,dc=org';
export const person = (login: string): string => `uid=${login},ou=personnes,${suffix}`;
export const portail: Account = {
  dn: `cn=portail,ou=comptes,${suffix}`,
  password: 'Portail-Demo-1',
};
export const sso: Account = { dn: `cn=sso,ou=comptes,${suffix}`, password: 'Sso-Demo-1' };
export const referent: Account = { dn: person('marie.lebihan'), password: 'Hermine-Lande-56' };
export const administrator: Account = {
  dn: person('administrateur.regional'),
  password: 'Goeland-Phare-29',
};

export interface ToolResult {
  /** The LDAP result code: OpenLDAP's tools exit with it. */
  readonly code: number;
  readonly output: string;
}

/** OpenLDAP's `ldapsearch`; answers values of one attribute, or whole output. */
export async function ldapsearch(
  { ports }: Pick<ServiceProcess, 'ports'>,
  account: Account,
  ...args: string[]
): Promise<ToolResult> {
  return run('ldapsearch', [
    ...options(ports.ldap, account),
    '-LLL',
    '-o',
    'ldif-wrap=no',
    ...args,
  ]);
}

/** OpenLDAP's `ldapmodify` fed with LDIF. */
export async function ldapmodify(
  { ports }: Pick<ServiceProcess, 'ports'>,
  account: Account,
  ldif: string,
): Promise<ToolResult> {
  return run('ldapmodify', options(ports.ldap, account), ldif);
}

/** The values of an attribute in `ldapsearch`'s output, base64 undone. */
export function valuesIn({ output }: ToolResult, attribute: string): string[] {
  return output.split('\n').flatMap((line) => {
    const [, mark, value = ''] = new RegExp(`^${attribute}:(:?) (.*)$`).exec(line) ?? [];
    if (mark === undefined) return [];
    return [mark === ':' ? Buffer.from(value, 'base64').toString('utf8') : value];
  });
}

function options(port: number, { dn, password }: Account): string[] {
  return ['-x', '-H', `ldap://127.0.0.1:${String(port)}`, '-D', dn, '-w', password];
}

/** Runs a tool to its end; answers what it printed. */
export function run(tool: string, args: readonly string[], input = ''): Promise<ToolResult> {
  return new Promise((resolve, reject) => {
    const child = execFile(tool, args, { maxBuffer: 64 << 20 }, (error, stdout, stderr) => {
      const code = error === null ? 0 : error.code;
      if (typeof code === 'number') resolve({ code, output: stdout + stderr });
      else reject(error ?? new Error(tool));
    });
    // A tool that reads nothing may be gone before it is told that there is nothing to read.
    child.stdin?.on('error', () => undefined);
    child.stdin?.end(input);
  });
}
