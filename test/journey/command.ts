import { execFile } from 'node:child_process';
import type { ToolResult } from './ldap-tools.js';

/** Runs the built command line over a data directory, as an operator would. */
export function annuaire(
  directory: string,
  args: readonly string[],
  input = '',
  environment: Readonly<Record<string, string>> = {},
): Promise<ToolResult> {
  return new Promise((resolve, reject) => {
    const child = execFile(
      'node',
      ['dist/main.js', ...args],
      {
        env: { PATH: process.env['PATH'], ANNUAIRE_DATA: directory, ...environment },
        maxBuffer: 256 << 20,
      },
      (error, stdout, stderr) => {
        const code = error === null ? 0 : error.code;
        if (typeof code === 'number') resolve({ code, output: stdout + stderr });
        else reject(error ?? new Error('annuaire'));
      },
    );
    child.stdin?.end(input);
  });
}
