import { reindexStore } from '../../store/reindex.js';
import type { Command } from '../command.js';
import { Exit } from '../exit.js';
import { assemble } from '../local-directory.js';

/** Makes every index row anew from the entries; the server must be stopped. */
export const reindex: Command = {
  name: 'reindex',
  usage: '',
  summary: 'make the indexes anew (the server stopped)',
  options: {},
  arity: [0, 0],
  run: async (world) => {
    const { schema, suffixKey, configuration } = assemble(world);
    await reindexStore({ path: configuration.dataDirectory, schema, suffix: suffixKey });
    world.print('indexes made anew');
    return Exit.done;
  },
};
