import { createReadStream, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { open, rm } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * Files that were handed in and wait to be applied, for the server's own account alone: they may
 * hold password hashes.
 */
export interface Spool {
  /**
   * Keeps a file; resolves with its size in bytes once it is on disk.
   *
   * @throws SpoolFull when it is longer than `bytesMax`; nothing is kept then
   */
  receive(id: string, source: AsyncIterable<Buffer>, bytesMax: number): Promise<number>;
  read(id: string): AsyncIterable<Buffer>;
  remove(id: string): Promise<void>;
  /** Removes every file but those. */
  keepOnly(ids: ReadonlySet<string>): void;
}

export class SpoolFull extends Error {}

/** Small enough that no other request waits long for the records of one piece. */
const pieceBytes = 64 * 1024;

export function openSpool(directory: string): Spool {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const pathOf = (id: string): string => join(directory, `${id}.ldif`);
  const remove = (id: string): Promise<void> => rm(pathOf(id), { force: true });
  return {
    receive: async (id, source, bytesMax) => {
      try {
        return await written(pathOf(id), source, bytesMax);
      } catch (error) {
        await remove(id);
        throw error;
      }
    },
    read: (id) => createReadStream(pathOf(id), { highWaterMark: pieceBytes }),
    remove,
    keepOnly: (ids) => {
      for (const name of readdirSync(directory)) {
        if (!ids.has(name.slice(0, -'.ldif'.length))) rmSync(join(directory, name));
      }
    },
  };
}

async function written(
  path: string,
  source: AsyncIterable<Buffer>,
  bytesMax: number,
): Promise<number> {
  const file = await open(path, 'wx', 0o600);
  let bytes = 0;
  try {
    for await (const piece of source) {
      bytes += piece.length;
      if (bytes > bytesMax) throw new SpoolFull(`longer than ${String(bytesMax)} bytes`);
      await file.writeFile(piece);
    }
    await file.sync();
  } finally {
    await file.close();
  }
  return bytes;
}
