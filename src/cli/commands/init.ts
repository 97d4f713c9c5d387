import { skeleton } from '../../import/skeleton.js';
import type { AddRequest } from '../../model/request.js';
import type { Command, CommandWorld } from '../command.js';
import { type OpenDoor, throughTheDoor } from '../door.js';
import { CommandError, Exit } from '../exit.js';
import { groupDn, personDn } from '../person-dn.js';
import { readCatalogue } from '../schema-texts.js';

/** Makes the branches and groups of a new directory, and its first administrator. */
export const init: Command = {
  name: 'init',
  usage: '[--admin LOGIN]',
  summary: 'make the branches and groups of a new directory',
  options: { admin: { type: 'string' } },
  arity: [0, 0],
  run: (world, { flags: { admin } }) =>
    throughTheDoor(world, 'restore', async ({ door }) => {
      const { suffix } = world.configuration;
      let made = 0;
      for (const request of skeleton(suffix, readCatalogue(world.configuration))) {
        made += await addOrKeep(door, request);
      }
      if (typeof admin === 'string') await makeAdministrator(world, door, admin);
      world.print(`${suffix}: ${String(made)} entries made`);
      return Exit.done;
    }),
};

type Door = OpenDoor['door'];

/** 1 when the entry was made, 0 when it was there already. */
async function addOrKeep(door: Door, request: AddRequest): Promise<0 | 1> {
  const { code, message } = await door.apply(request, []);
  if (code === 'entryAlreadyExists') return 0;
  if (code !== 'success') throw new CommandError(Exit.refused, `${request.dn}: ${message}`);
  return 1;
}

async function makeAdministrator(world: CommandWorld, door: Door, login: string): Promise<void> {
  const dn = personDn(world, login);
  const password = await world.readPassword(`Password of ${login}: `);
  if (password === '') throw new CommandError(Exit.refused, 'an empty password is refused');
  const text = (attribute: string, ...values: string[]): AddRequest['attributes'][number] => ({
    attribute,
    values: values.map((value) => Buffer.from(value)),
  });
  await addOrKeep(door, {
    kind: 'add',
    dn,
    attributes: [
      text('objectClass', 'inetOrgPerson', 'personneAnnuaire'),
      text('uid', login),
      text('cn', login),
      text('sn', login),
      text('typePersonne', 'AGENT'),
      text('userPassword', password),
    ],
  });
  const member = [{ kind: 'add', ...text('member', dn) } as const];
  const request = {
    kind: 'modify',
    dn: groupDn(world, 'administrateurs'),
    changes: member,
  } as const;
  const { code, message } = await door.apply(request, []);
  if (code !== 'success' && code !== 'attributeOrValueExists') {
    throw new CommandError(Exit.refused, message);
  }
}
