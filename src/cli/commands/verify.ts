import { verifyStore } from '../../store/verify.js';
import type { Command } from '../command.js';
import { Exit } from '../exit.js';
import { assemble } from '../local-directory.js';

/** Recomputes every row of the store from the others; the server may run. */
export const verify: Command = {
  name: 'verify',
  usage: '',
  summary: 'check every row of the store against the others',
  options: {},
  arity: [0, 0],
  run: async (world, { json }) => {
    const { schema, suffixKey, configuration } = assemble(world);
    const path = configuration.dataDirectory;
    const findings = await verifyStore({ path, schema, suffix: suffixKey });
    if (json) world.print(JSON.stringify({ findings }));
    else {
      for (const { database, key, problem } of findings)
        world.warn(`${database} ${key}: ${problem}`);
      world.print(findings.length === 0 ? 'sound' : `${String(findings.length)} findings`);
    }
    return findings.length === 0 ? Exit.done : Exit.refused;
  },
};
