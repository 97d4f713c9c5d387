import { LdapError } from '../model/result.js';
import type { DnKey } from '../schema/definitions.js';
import type { AuthorizationId } from '../protocol/controls/authorization-id.js';
import type { Reader } from '../store/reader.js';
import type { Actor } from './actor.js';
import type { Kernel } from './context.js';
import { dnKeyOf } from './dn-text.js';
import { keyOfLogin } from './login-name.js';
import { accountAt } from './session/account.js';

/** Whom an authzId names, over the same way in as who writes it. */
export interface NamedActor {
  readonly actor: Actor;
  /** The id of its entry; undefined of the root DN and of nobody, which have none. */
  readonly id?: number;
}

/**
 * The actor that an authzId names: an entry that may sign in, the root DN, or nobody.
 *
 * @param through whose door and security it gets
 * @returns undefined where there is none, or an inactive one
 */
export function namedActor(
  kernel: Kernel,
  reader: Reader,
  of: AuthorizationId,
  through: Actor,
): NamedActor | undefined {
  const { door, secure } = through;
  if (of.kind === 'anonymous') return { actor: { kind: 'anonymous', door, secure } };
  const key = keyOf(kernel, reader, of);
  if (key?.text === kernel.rootKey.text) return { actor: { kind: 'root', door, secure } };
  const id = key && reader.find(key);
  const account = id === undefined ? undefined : accountAt(kernel, reader, id);
  if (id === undefined || !account || account.inactive) return undefined;
  const { dn, entryUuid } = account;
  return { actor: { kind: 'entry', door, secure, dn, entryUuid }, id };
}

function keyOf(
  kernel: Kernel,
  reader: Reader,
  of: Exclude<AuthorizationId, { readonly kind: 'anonymous' }>,
): DnKey | undefined {
  try {
    return of.kind === 'dn' ? dnKeyOf(kernel, of.dn) : keyOfLogin(kernel, reader, of.login);
  } catch (error) {
    if (error instanceof LdapError) return undefined;
    throw error;
  }
}
