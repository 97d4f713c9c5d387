import { chmodSync, existsSync, lstatSync, unlinkSync } from 'node:fs';
import { connect, type Server } from 'node:net';

/**
 * Listens on a Unix socket that only this user can open: its peers are trusted as root, so the
 * file is never, not even for a moment, open to others.
 *
 * @throws Error when a server listens there already, or the path is something else than a socket
 */
export async function listenLocally(server: Server, path: string): Promise<void> {
  if (existsSync(path)) {
    if (!lstatSync(path).isSocket()) throw new Error(`${path} is not a socket`);
    if (await isAnswered(path)) throw new Error(`a server already listens on ${path}`);
    unlinkSync(path);
  }
  await new Promise<void>((resolve, reject) => {
    const before = process.umask(0o177);
    try {
      server.once('error', reject);
      server.listen({ path }, resolve);
    } finally {
      process.umask(before);
    }
  });
  chmodSync(path, 0o600);
}

function isAnswered(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(path);
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => {
      resolve(false);
    });
  });
}
