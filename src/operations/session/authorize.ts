import { LdapError } from '../../model/result.js';
import {
  type AuthorizationId,
  readAuthorizationId,
} from '../../protocol/controls/authorization-id.js';
import type { Actor } from '../actor.js';
import type { Kernel } from '../context.js';
import { proxiedActor } from '../proxied-actor.js';

/**
 * Who the client is from now on, having proved to be `actor` and asked to act as `authzId`
 * (RFC 4513 §5.2.1.8): itself, which is also what nothing asks for, or whom it has the right to
 * represent, as with proxied authorization (RFC 4370).
 *
 * @throws LdapError `authorizationDenied`
 */
export function authorizedAs(kernel: Kernel, actor: Actor, authzId: string): Actor {
  if (authzId === '') return actor;
  const asked = proxiedActor(kernel, actor, identityOf(authzId));
  if (asked !== actor && actor.kind === 'entry' && actor.mustChange === true) {
    throw new LdapError('authorizationDenied', 'the password must be changed first');
  }
  return asked;
}

function identityOf(authzId: string): AuthorizationId {
  try {
    return readAuthorizationId('authorization identity', Buffer.from(authzId));
  } catch (error) {
    if (!(error instanceof LdapError)) throw error;
    throw new LdapError('authorizationDenied', error.message);
  }
}
