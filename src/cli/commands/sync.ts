import {
  type AdministrationCommand,
  administrationOid,
} from '../../protocol/extended/administration.js';
import type { Command, CommandWorld } from '../command.js';
import { socketPath } from '../door.js';
import { CommandError, Exit, type ExitStatus } from '../exit.js';
import { LdapClient } from '../ldap-client.js';
import { signIn } from '../socket-door.js';

export const syncRun: Command = {
  name: 'sync run',
  usage: '',
  summary: 'have the server look for mails and changes to send now',
  options: {},
  arity: [0, 0],
  run: (world) => tell(world, { command: 'sync run' }, 'looking for work'),
};

export const syncRetry: Command = {
  name: 'sync retry',
  usage: 'LOGIN',
  summary: 'try a blocked or waiting person again now',
  options: {},
  arity: [1, 1],
  run: (world, { positionals: [login = ''] }) =>
    tell(world, { command: 'sync retry', login }, `${login} is being tried again`),
};

export const syncRelease: Command = {
  name: 'sync release',
  usage: 'BATCH --reason TEXT',
  summary: 'let go a batch that the safety valve holds',
  options: { reason: { type: 'string' } },
  arity: [1, 1],
  run: (world, { positionals: [batch = ''], flags }) => {
    const { reason } = flags;
    if (typeof reason !== 'string' || reason.trim() === '') {
      throw new CommandError(Exit.usage, 'say why: --reason TEXT');
    }
    const command = { command: 'sync release', batch, reason: reason.slice(0, 500) } as const;
    return tell(world, command, `${batch} is released`);
  },
};

async function tell(
  world: CommandWorld,
  command: AdministrationCommand,
  done: string,
): Promise<ExitStatus> {
  const outcome = (await ask(world, command)) as { readonly done?: boolean };
  world.print(
    outcome.done === true ? done : 'nothing to do: up to date, released or unknown there',
  );
  return Exit.done;
}

/** What the running server answers. @throws CommandError when none runs, or it refuses */
export async function ask(world: CommandWorld, command: AdministrationCommand): Promise<unknown> {
  const client = await LdapClient.open(socketPath(world));
  if (!client) throw new CommandError(Exit.refused, 'no server is running on this store');
  try {
    await signIn(client, 'root');
    const value = Buffer.from(JSON.stringify(command));
    const answer = await client.request({ kind: 'extended', oid: administrationOid, value });
    const { code, message } = answer.result;
    if (code !== 'success') throw new CommandError(Exit.refused, message || code);
    return JSON.parse(answer.value?.toString('utf8') ?? '{}') as unknown;
  } finally {
    client.close();
  }
}
