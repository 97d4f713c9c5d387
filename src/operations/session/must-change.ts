import type { Request } from '../../model/request.js';
import { PolicyRefusal } from '../../password/policy-refusal.js';
import { mustChange } from '../../password/sign-in-rules.js';
import { passwordModifyOid } from '../../protocol/extended/password-modify.js';
import { whoAmIOid } from '../../protocol/extended/who-am-i.js';
import type { Actor } from '../actor.js';
import type { Kernel } from '../context.js';
import { dnKeyOf } from '../dn-text.js';
import { isPassword } from '../write/hashed-passwords.js';
import { accountAt } from './account.js';

/**
 * Sees that who signed in with a password that somebody else set does nothing but change it
 * (draft-behera-ldap-password-policy-10 §8.1.2.2, §8.3); Who am I tells nothing else. Once it is
 * changed, by this connection or another, everything is open.
 *
 * @throws PolicyRefusal `changeAfterReset`
 */
export function requireChanged(kernel: Kernel, actor: Actor, request: Request): void {
  if (actor.kind !== 'entry' || actor.mustChange !== true) return;
  const { current } = kernel.store;
  const subject = kernel.subjects.subject(current, actor);
  const id = kernel.subjects.idOf(current, subject);
  const account = id === undefined ? undefined : accountAt(kernel, current, id);
  const isDone = account && !mustChange({ policy: account.policy, state: account.password });
  if (!isDone && !changesOwn(kernel, request, subject.name))
    throw new PolicyRefusal('changeAfterReset');
}

/** Whose password an extended operation changes is looked at where it is decoded. */
function changesOwn(kernel: Kernel, request: Request, name: string): boolean {
  if (request.kind === 'extended') {
    return request.oid === passwordModifyOid || request.oid === whoAmIOid;
  }
  if (request.kind !== 'modify') return false;
  return (
    dnKeyOf(kernel, request.dn).text === name &&
    request.changes.every(({ attribute }) => isPassword(kernel.schema, attribute))
  );
}
