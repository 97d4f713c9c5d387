import { peopleOf } from '../../relay/people.js';
import { previewOf } from '../../relay/preview.js';
import type { Command } from '../command.js';
import { CommandError, Exit } from '../exit.js';
import { openLocal } from '../local-directory.js';
import { personDn } from '../person-dn.js';

/** Shows what webDCR would receive of a person; the server may run. */
export const syncPreview: Command = {
  name: 'sync preview',
  usage: 'LOGIN',
  summary: 'show what webDCR would receive of a person',
  options: {},
  arity: [1, 1],
  run: async (world, { positionals: [login = ''] }) => {
    const local = openLocal(world, { readOnly: true });
    try {
      const { catalogue, mapping, directory } = local;
      const service = catalogue?.services.find((each) => each.provisioning === 'webdcr');
      if (!service || !mapping) throw new CommandError(Exit.refused, 'nothing is provisioned here');
      const people = peopleOf(directory);
      const uuid = people.entryUuidAt(personDn(world, login));
      const preview =
        uuid === undefined ? undefined : await previewOf(uuid, { people, mapping, service });
      if (!preview) throw new CommandError(Exit.refused, `no person ${login}`);
      world.print(JSON.stringify(preview, null, 2));
      return Exit.done;
    } finally {
      await local.close();
    }
  },
};
