import { relayStatus } from '../../relay/status.js';
import type { Command } from '../command.js';
import { Exit } from '../exit.js';
import { openLocal } from '../local-directory.js';

/** Shows how far mails and webDCR are; the server may run. */
export const syncStatus: Command = {
  name: 'sync status',
  usage: '',
  summary: 'show how far mails and webDCR are',
  options: {},
  arity: [0, 0],
  run: async (world, { json }) => {
    const local = openLocal(world, { readOnly: true });
    try {
      const { lastSequence } = local.directory;
      const status = relayStatus(local.store.state, { lastSequence, now: world.clock() });
      if (json) {
        world.print(JSON.stringify(status));
        return Exit.done;
      }
      const counts = (of: Readonly<Record<string, number>>): string =>
        Object.entries(of)
          .map(([state, count]) => `${state} ${String(count)}`)
          .join(', ');
      world.print(`webDCR: ${counts(status.persons)}`);
      world.print(`mails: ${counts(status.mails)}`);
      world.print(`oldest wait: ${String(Math.round(status.oldestWaitMs / 1000))} s`);
      if (status.reconciliation) {
        const { endedAt, counts: found, incomplete } = status.reconciliation;
        const about = incomplete === null ? '' : ` (incomplete: ${incomplete})`;
        world.print(`compared ${new Date(endedAt).toISOString()}: ${counts(found)}${about}`);
      }
      for (const { batch, kind, persons, since } of status.held) {
        world.warn(`held ${batch} since ${since}: ${String(persons)} ${kind}`);
      }
      for (const { login, reason } of status.blocked) world.warn(`blocked ${login}: ${reason}`);
      return Exit.done;
    } finally {
      await local.close();
    }
  },
};
