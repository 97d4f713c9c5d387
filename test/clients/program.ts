import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Closing } from '../journey/closing.js';

export interface Outcome {
  readonly code: number;
  readonly output: string;
}

/** Runs a program to its end. */
export function run(program: string, args: readonly string[], input = ''): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const child = execFile(program, args, { timeout: 60_000 }, (error, stdout, stderr) => {
      const code = error === null ? 0 : error.code;
      if (typeof code === 'number') resolve({ code, output: stdout + stderr });
      else reject(error ?? new Error(program));
    });
    // A program that does not read its input may be gone before it is written.
    child.stdin?.on('error', () => undefined).end(input);
  });
}

/** Starts a program that runs until the suite ends. */
export function start(
  program: string,
  args: readonly string[],
  {
    opened,
    environment = {},
  }: { readonly opened: Closing; readonly environment?: Readonly<Record<string, string>> },
): void {
  const env = { ...process.env, ...environment };
  const child = spawn(program, args, { env, stdio: 'ignore' });
  opened.after(child, async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const exit = once(child, 'exit');
    child.kill('SIGTERM');
    await exit;
  });
}

/** A folder for one program's files, which others than root may look into. */
export function folder(name: string, opened: Closing): string {
  const path = mkdtempSync(join(tmpdir(), `annuaire-${name}-`));
  chmodSync(path, 0o755);
  return opened.after(path, () => {
    rmSync(path, { recursive: true, force: true });
  });
}
