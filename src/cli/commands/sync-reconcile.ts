import type { Reconciliation } from '../../relay/reconcile.js';
import type { Command, CommandWorld } from '../command.js';
import { CommandError, Exit } from '../exit.js';
import { ask } from './sync.js';

export const syncReconcile: Command = {
  name: 'sync reconcile',
  usage: '[LOGIN] [--plan | --repair]',
  summary: 'compare one person or everyone with webDCR; --repair marks who differs for sending',
  options: { plan: { type: 'boolean' }, repair: { type: 'boolean' } },
  arity: [0, 1],
  run: async (world, { positionals: [login], flags, json }) => {
    const repair = flags['repair'] === true;
    if (repair && flags['plan'] === true) {
      throw new CommandError(Exit.usage, 'either --plan or --repair');
    }
    const answer = await ask(world, { command: 'sync reconcile', login, repair });
    const { found } = answer as { readonly found: Reconciliation };
    if (json) world.print(JSON.stringify(found));
    else report(world, found, repair);
    return Exit.done;
  },
};

function report(world: CommandWorld, found: Reconciliation, repair: boolean): void {
  const counts = Object.entries(found.counts).map(([name, count]) => `${name} ${String(count)}`);
  world.print(`${String(found.accounts)} accounts read: ${counts.join(', ')}`);
  if (found.incomplete !== undefined) {
    world.warn(`incomplete (${found.incomplete}): nothing is concluded about absence`);
  }
  for (const { class: name, login, remoteId, attributes } of found.differences) {
    const where = remoteId === undefined ? '' : ` (account ${remoteId})`;
    const what = attributes.length === 0 ? '' : `: ${attributes.join(', ')}`;
    world.print(`${name} ${login}${where}${what}`);
  }
  if (repair) world.print(`${String(found.repaired)} persons are being sent`);
  else world.print('nothing was changed; --repair sends who differs or is absent');
}
