import { LdapError } from '../model/result.js';
import type { AuthorizationId } from '../protocol/controls/authorization-id.js';
import { accessOf } from './access-of.js';
import type { Actor } from './actor.js';
import type { Kernel } from './context.js';
import { namedActor } from './named-actor.js';

/**
 * Who a request is executed as when it names another than its requester (RFC 4370): an entry that
 * the requester has the right to represent, or nobody. The root DN alone takes the root DN's
 * identity. A refusal says the same whether the other is missing, inactive or out of reach.
 *
 * @throws LdapError `authorizationDenied`
 */
export function proxiedActor(kernel: Kernel, requester: Actor, of: AuthorizationId): Actor {
  if (requester.kind === 'anonymous' || requester.kind === 'internal') throw denied();
  const reader = kernel.store.current;
  const named = namedActor(kernel, reader, of, requester);
  if (!named) throw denied();
  if (isSame(named.actor, requester)) return requester;
  const { actor, id } = named;
  if (actor.kind === 'root') throw denied();
  if (id !== undefined && !accessOf(kernel, reader, requester, id).represent) throw denied();
  return { ...actor, requester };
}

function isSame(actor: Actor, requester: Actor): boolean {
  if (actor.kind !== 'entry' || requester.kind !== 'entry') return actor.kind === requester.kind;
  return actor.entryUuid.toLowerCase() === requester.entryUuid.toLowerCase();
}

const denied = (): LdapError =>
  new LdapError('authorizationDenied', 'no right to act for this identity');
