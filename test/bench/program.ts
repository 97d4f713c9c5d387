import { type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';

/** Resolves when the program has ended well. @throws Error with its name when it has not */
export async function succeeded(child: ChildProcess): Promise<void> {
  const [code] = (await once(child, 'exit')) as [number | null];
  if (code !== 0) throw new Error(`${child.spawnfile}: exit ${String(code)}`);
}

/** Resolves when the port accepts connections. @throws Error when the program ends before */
export async function listening(child: ChildProcess, port: number): Promise<void> {
  for (let attempt = 0; attempt < 400; attempt += 1) {
    if (child.exitCode !== null) break;
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
    if (isOpen) {
      child.once('exit', sayEnd);
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`${child.spawnfile} does not listen: exit ${String(child.exitCode)}`);
}

/** Asks a program to end and waits until it has. */
export async function stopped(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  child.off('exit', sayEnd);
  const exit = once(child, 'exit');
  child.kill('SIGTERM');
  await exit;
}

/** A server that ends under load must be seen to: what follows then measures nothing. */
function sayEnd(this: ChildProcess, code: number | null, signal: string | null): void {
  process.stderr.write(`${this.spawnfile} ended by itself: ${String(code ?? signal)}\n`);
}
