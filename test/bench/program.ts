import { type ChildProcess, execFileSync, spawn, type SpawnOptions } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { anonBytesOf } from './process-tree.js';

/** What a program that has ended took. */
export interface Cost {
  readonly seconds: number;
  /** The most anonymous memory that was seen. */
  readonly anonBytesMax: number;
}

const sampleMs = 100;

/** Runs a program to its end. @throws Error with its name when it does not end well */
export async function timed(
  command: string,
  args: readonly string[],
  options: SpawnOptions,
): Promise<Cost> {
  const start = performance.now();
  const child = spawn(command, args, options);
  let anonBytesMax = 0;
  const sampling = setInterval(() => {
    anonBytesMax = Math.max(anonBytesMax, anonBytesOf(child.pid ?? 0));
  }, sampleMs);
  try {
    await succeeded(child);
  } finally {
    clearInterval(sampling);
  }
  return { seconds: (performance.now() - start) / 1000, anonBytesMax };
}

/** Resolves when the program has ended well. @throws Error with its name when it has not */
export async function succeeded(child: ChildProcess): Promise<void> {
  const [code] = (await once(child, 'exit')) as [number | null];
  if (code !== 0) throw new Error(`${child.spawnfile}: exit ${String(code)}`);
}

/** The same program with room for that many descriptors, as far as the system lets us. */
export function withDescriptors(
  descriptors: number | undefined,
  command: string,
  args: readonly string[],
): [command: string, args: string[]] {
  if (descriptors === undefined) return [command, [...args]];
  return ['sh', ['-c', `${raised(descriptors)}; exec "$@"`, 'sh', command, ...args]];
}

/** How many descriptors `withDescriptors` really gets for a program. */
export function descriptorsGiven(descriptors: number): number {
  return Number(
    execFileSync('sh', ['-c', `${raised(descriptors)}; ulimit -n`], { encoding: 'utf8' }),
  );
}

const raised = (descriptors: number): string =>
  `ulimit -n ${String(descriptors)} 2>/dev/null || ulimit -n "$(ulimit -Hn)"`;

/** A peer may load a directory of a million as it starts. */
const attemptsMax = 12_000;

/** Programs that end when this one does, however that comes. */
const running = new Set<ChildProcess>();
process.once('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

/** Resolves when the port accepts connections. @throws Error when the program ends before */
export async function listening(child: ChildProcess, port: number): Promise<void> {
  running.add(child);
  for (let attempt = 0; attempt < attemptsMax; attempt += 1) {
    if (child.exitCode !== null) break;
    if (await accepts(port)) {
      child.once('exit', sayEnd);
      return;
    }
    await pause(50);
  }
  throw new Error(`${child.spawnfile} does not listen: exit ${String(child.exitCode)}`);
}

async function accepts(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  const isOpen = await new Promise<boolean>((resolve) => {
    socket.once('connect', () => {
      resolve(true);
    });
    socket.once('error', () => {
      resolve(false);
    });
  });
  socket.destroy();
  return isOpen;
}

/** Asks a program to end and waits until it has. */
export async function stopped(child: ChildProcess): Promise<void> {
  running.delete(child);
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.off('exit', sayEnd);
  const exit = once(child, 'exit');
  child.kill('SIGTERM');
  await exit;
}

/** A server that ends under load must be seen to: what follows then measures nothing. */
function sayEnd(this: ChildProcess, code: number | null, signal: string | null): void {
  process.stderr.write(`${this.spawnfile} ended by itself: ${String(code ?? signal)}\n`);
}
