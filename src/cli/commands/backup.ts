import { backupStore, restoreStore } from '../../store/backup.js';
import type { Command } from '../command.js';
import { CommandError, Exit } from '../exit.js';

/** Copies the store, one consistent state, while the server runs or not. */
export const backup: Command = {
  name: 'backup',
  usage: 'DIRECTORY',
  summary: 'copy the store, running or not',
  options: {},
  arity: [1, 1],
  run: async ({ configuration, print }, { positionals: [target = ''] }) => {
    await refusing(backupStore({ path: configuration.dataDirectory, target }));
    print(`${configuration.dataDirectory} → ${target}`);
    return Exit.done;
  },
};

/** Puts a backup in the place of the store; the server must be stopped. */
export const restore: Command = {
  name: 'restore',
  usage: 'DIRECTORY [--overwrite]',
  summary: 'put a backup in the place of the store (the server stopped)',
  options: { overwrite: { type: 'boolean' } },
  arity: [1, 1],
  run: async ({ configuration, print }, { positionals: [source = ''], flags }) => {
    const path = configuration.dataDirectory;
    await refusing(restoreStore({ source, path, overwrite: flags['overwrite'] === true }));
    print(`${source} → ${path}`);
    return Exit.done;
  },
};

/** What the store says of a directory that is full, missing or in use is for the operator. */
async function refusing(work: Promise<void>): Promise<void> {
  try {
    await work;
  } catch (error) {
    if (!(error instanceof Error) || 'code' in error) throw error;
    throw new CommandError(Exit.refused, error.message);
  }
}
