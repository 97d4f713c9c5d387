import { formatDn, parseDn } from '../../model/dn.js';
import type { Command } from '../command.js';
import { throughTheDoor } from '../door.js';
import { CommandError, Exit } from '../exit.js';
import { personDn } from '../person-dn.js';

/** Sets a password, read without echo or from standard input. */
export const passwd: Command = {
  name: 'passwd',
  usage: 'LOGIN|DN',
  summary: 'set a password (read from the terminal or standard input)',
  options: {},
  arity: [1, 1],
  run: (world, { positionals: [who = ''] }) =>
    throughTheDoor(world, 'root', async ({ door }) => {
      const dn = who.includes('=') ? formatDn(parseDn(who)) : personDn(world, who);
      if (!(await door.entry(dn))) throw new CommandError(Exit.refused, `no entry ${dn}`);
      const password = await world.readPassword('New password: ');
      if (password === '') throw new CommandError(Exit.refused, 'an empty password is refused');
      const values = [Buffer.from(password)];
      const changes = [{ kind: 'replace', attribute: 'userPassword', values } as const];
      const result = await door.apply({ kind: 'modify', dn, changes }, []);
      if (result.code !== 'success') throw new CommandError(Exit.refused, result.message);
      world.print(`password of ${dn} set`);
      return Exit.done;
    }),
};
