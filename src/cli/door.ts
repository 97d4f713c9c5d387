import { join } from 'node:path';
import { directoryDoor } from '../import/directory-door.js';
import type { LdifDoor } from '../import/ldif-door.js';
import type { Schema } from '../schema/schema.js';
import type { CommandWorld } from './command.js';
import { LdapClient } from './ldap-client.js';
import { assemble, openLocal } from './local-directory.js';
import { signIn, socketDoor } from './socket-door.js';

/** Where a command's writes go, and the schema that their values obey. */
export interface OpenDoor {
  readonly door: LdifDoor;
  readonly schema: Schema;
  /** Whether a running server answers; otherwise the store is open in this process. */
  readonly online: boolean;
}

/**
 * Runs a command against the running server when there is one, else against the store itself,
 * and closes what it opened. `restore` may write national values, `root` may not.
 */
export async function throughTheDoor<T>(
  world: CommandWorld,
  identity: 'root' | 'restore',
  command: (open: OpenDoor) => Promise<T>,
): Promise<T> {
  const client = await LdapClient.open(socketPath(world));
  if (client) {
    try {
      await signIn(client, identity);
      const { schema } = assemble(world);
      return await command({ door: socketDoor(client), schema, online: true });
    } finally {
      client.close();
    }
  }
  const local = openLocal(world);
  try {
    const actor =
      identity === 'restore'
        ? ({ kind: 'internal', door: 'import', secure: true, name: 'restore' } as const)
        : ({ kind: 'root', door: 'cli', secure: true } as const);
    const door = directoryDoor(local.directory.as(actor));
    return await command({ door, schema: local.schema, online: false });
  } finally {
    await local.close();
  }
}

/** The local socket of the server that has this data directory open. */
export function socketPath({ configuration }: Pick<CommandWorld, 'configuration'>): string {
  return join(configuration.dataDirectory, 'annuaire.sock');
}
