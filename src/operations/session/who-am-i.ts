import { parseDn } from '../../model/dn.js';
import { authzIdOf } from '../../protocol/extended/who-am-i.js';
import type { Actor } from '../actor.js';
import type { Kernel } from '../context.js';

/**
 * The authorization identity of a connection (RFC 4532 §2.2): `dn:` and a name, or nothing for
 * who is anonymous: the value is there and empty.
 */
export function authorizationIdentity(kernel: Kernel, actor: Actor): Buffer {
  if (actor.kind === 'anonymous') return authzIdOf(undefined);
  if (actor.kind === 'internal') return Buffer.from(`u:${actor.name}`);
  if (actor.kind === 'root') return authzIdOf(kernel.rootDn);
  const { current } = kernel.store;
  // After a rename the entry is still who it was: it is found by what it is.
  const { name } = kernel.subjects.subject(current, actor);
  return authzIdOf(storedName(kernel, name) ?? actor.dn);
}

function storedName({ store, schema }: Kernel, name: string): string | undefined {
  const id = name === '' ? undefined : store.current.find(schema.dnKey(parseDn(name)));
  return id === undefined ? undefined : store.current.dn(id);
}
