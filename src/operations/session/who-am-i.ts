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
  const id = kernel.subjects.idOf(current, kernel.subjects.subject(current, actor));
  return authzIdOf((id === undefined ? undefined : current.dn(id)) ?? actor.dn);
}
