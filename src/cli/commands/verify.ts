import type { Command } from '../command.js';
import { findingsOf, showFindings, statusOf } from '../findings.js';

/** Recomputes every row of the store from the others; the server may run. */
export const verify: Command = {
  name: 'verify',
  usage: '',
  summary: 'check every row of the store against the others',
  options: {},
  arity: [0, 0],
  run: async (world, { json }) => {
    const findings = await findingsOf(world);
    if (json) world.print(JSON.stringify({ findings }));
    else showFindings(world, findings, { none: 'sound', many: 'findings' });
    return statusOf(findings);
  },
};
