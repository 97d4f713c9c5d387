import { formatDn, parseDn } from '../../model/dn.js';
import type { Modification } from '../../model/modification.js';
import { formatVerifier, makeVerifier } from '../../password/scram.js';
import type { Command } from '../command.js';
import { throughTheDoor } from '../door.js';
import { CommandError, Exit } from '../exit.js';
import { personDn } from '../person-dn.js';

/**
 * Sets a password, read without echo or from standard input; with `--scram` also the verifier by
 * which its owner may sign in without sending it. Once there is one, it follows the password.
 */
export const passwd: Command = {
  name: 'passwd',
  usage: 'LOGIN|DN [--scram]',
  summary: 'set a password (read from the terminal or standard input)',
  options: { scram: { type: 'boolean' } },
  arity: [1, 1],
  run: (world, { positionals: [who = ''], flags }) =>
    throughTheDoor(world, 'root', async ({ door }) => {
      const dn = who.includes('=') ? formatDn(parseDn(who)) : personDn(world, who);
      if (!(await door.entry(dn))) throw new CommandError(Exit.refused, `no entry ${dn}`);
      const password = await world.readPassword('New password: ');
      if (password === '') throw new CommandError(Exit.refused, 'an empty password is refused');
      const changes = [replaced('userPassword', Buffer.from(password))];
      if (flags['scram'] === true) changes.push(replaced('authPassword', await verifier(password)));
      const result = await door.apply({ kind: 'modify', dn, changes }, []);
      if (result.code !== 'success') throw new CommandError(Exit.refused, result.message);
      world.print(`password of ${dn} set`);
      return Exit.done;
    }),
};

const replaced = (attribute: string, value: Buffer): Modification => ({
  kind: 'replace',
  attribute,
  values: [value],
});

async function verifier(password: string): Promise<Buffer> {
  const made = await makeVerifier(Buffer.from(password));
  if (made) return formatVerifier(made);
  throw new CommandError(Exit.refused, 'SCRAM cannot carry this password: see RFC 4013');
}
