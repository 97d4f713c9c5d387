import type { Modification } from '../../model/modification.js';
import type { Command } from '../command.js';
import { throughTheDoor } from '../door.js';
import { CommandError, Exit } from '../exit.js';
import { groupDn, personDn } from '../person-dn.js';

export const groupAdd: Command = membership('add', 'make a person member of a group of roles');
export const groupRemove: Command = membership('delete', 'take a person out of a group of roles');

function membership(kind: Modification['kind'] & ('add' | 'delete'), summary: string): Command {
  return {
    name: kind === 'add' ? 'group add' : 'group remove',
    usage: 'GROUP LOGIN',
    summary,
    options: {},
    arity: [2, 2],
    run: (world, { positionals: [group = '', login = ''] }) =>
      throughTheDoor(world, 'root', async ({ door }) => {
        const member = personDn(world, login);
        if (!(await door.entry(member))) throw new CommandError(Exit.refused, `no entry ${member}`);
        const changes = [{ kind, attribute: 'member', values: [Buffer.from(member)] }];
        const request = { kind: 'modify', dn: groupDn(world, group), changes } as const;
        const { code, message } = await door.apply(request, []);
        const already = code === 'attributeOrValueExists' || code === 'noSuchAttribute';
        if (code !== 'success' && !already) throw new CommandError(Exit.refused, message);
        world.print(already ? 'nothing to change' : `${request.dn}: ${kind} ${member}`);
        return Exit.done;
      }),
  };
}
