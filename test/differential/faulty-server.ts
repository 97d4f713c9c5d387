import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { ServerUnderComparison } from '../conformance/servers.js';
import type { Fault } from './faults.js';
import { loaders } from '../conformance/loaders.js';

/** Starts our server from a copy of the sources in which one thing is wrong. */
export async function startFaulty(fault: Fault): Promise<ServerUnderComparison> {
  const copy = mkdtempSync(join(tmpdir(), 'annuaire-faulty-'));
  for (const each of ['src', 'schema', 'test', 'package.json', 'tsconfig.json']) {
    cpSync(each, join(copy, each), { recursive: true });
  }
  symlinkSync(resolve('node_modules'), join(copy, 'node_modules'));
  plant(fault, copy);
  const program = [...loaders, 'test/conformance/serve-ours.ts'];
  const child = spawn(process.execPath, program, {
    cwd: copy,
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  return {
    name: 'ours',
    port: Number(line.toString()),
    close: async () => {
      const exit = once(child, 'exit');
      child.stdin.end();
      await exit;
      rmSync(copy, { recursive: true, force: true });
    },
  };
}

/** @throws Error when the place is not there exactly once: the list has to follow the code */
function plant({ name, file, right, wrong }: Fault, copy: string): void {
  const path = join(copy, 'src', file);
  const parts = readFileSync(path, 'utf8').split(right);
  if (parts.length !== 2) throw new Error(`${name}: “${right}” is not once in ${file}`);
  writeFileSync(path, parts.join(wrong));
}
