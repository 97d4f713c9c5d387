import { execFile, execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';

/** Other people's clients, run as programs against a server. */

export interface ToolRun {
  /** OpenLDAP's tools exit with the LDAP result code. */
  readonly code: number;
  /** Standard output, then standard error. */
  readonly output: string;
}

/** Whether a program is here; in CI a missing one is a failure, elsewhere a skip. */
export function hasProgram(path: string): boolean {
  return existsSync(path) || process.env['CI'] === 'true';
}

/** Whether an interpreter has a module; in CI a missing one is a failure, elsewhere a skip. */
export function hasModule(interpreter: string, ...program: readonly string[]): boolean {
  try {
    execFileSync(interpreter, program, { stdio: 'ignore' });
    return true;
  } catch {
    return process.env['CI'] === 'true';
  }
}

/** Runs a program to its end; `environment` beside that of the tests. */
export function runProgram(
  file: string,
  args: readonly string[],
  input = '',
  environment: Readonly<Record<string, string>> = {},
): Promise<ToolRun> {
  return new Promise((resolve) => {
    const options = { maxBuffer: 16 << 20, env: { ...process.env, ...environment } };
    const child = execFile(file, args, options, (error, stdout, stderr) => {
      const code = error === null ? 0 : typeof error.code === 'number' ? error.code : -1;
      resolve({ code, output: `${stdout}${stderr}` });
    });
    // A tool that does not read its input may be gone before it is written.
    child.stdin?.on('error', () => undefined).end(input);
  });
}

/** One of OpenLDAP's tools, signed in. */
export function ldapTool(
  name:
    | 'ldapmodify'
    | 'ldapadd'
    | 'ldapdelete'
    | 'ldapmodrdn'
    | 'ldapsearch'
    | 'ldapcompare'
    | 'ldapwhoami',
  port: number,
  { dn, password }: { readonly dn: string; readonly password: string },
  ...rest: readonly [args: readonly string[], input?: string]
): Promise<ToolRun> {
  const [args, input = ''] = rest;
  const url = `ldap://127.0.0.1:${String(port)}`;
  return runProgram(name, ['-x', '-H', url, '-D', dn, '-w', password, ...args], input);
}

/** What a Python program prints as JSON; it gets the port as its first argument. */
export async function pythonPrints(program: string, port: number): Promise<unknown> {
  return printed(await runProgram('/usr/bin/python3', ['-', String(port)], program));
}

/** What a Perl program prints as JSON; it gets the port as its first argument. */
export async function perlPrints(program: string, port: number): Promise<unknown> {
  return printed(await runProgram('/usr/bin/perl', ['-', String(port)], program));
}

function printed({ code, output }: ToolRun): unknown {
  if (code !== 0) throw new Error(output);
  return JSON.parse(output);
}
