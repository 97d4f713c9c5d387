import { sameSecret } from '../../password/digest.js';
import { verifyNothing } from '../../password/hash.js';
import type { Kernel } from '../context.js';
import type { BindOutcome, OperationContext } from '../directory.js';
import { candidateOf, type NameAndPassword, signInByPassword, signInWith } from './sign-in.js';

/**
 * Signs in with a name and a password: an entry's, or the root DN's, which has no entry and whose
 * password is configured.
 *
 * @throws LdapError `invalidCredentials`, `busy`
 */
export function signInByName(
  kernel: Kernel,
  given: NameAndPassword,
  context: OperationContext,
): Promise<BindOutcome> {
  const { key, actor } = given;
  if (key.text !== kernel.rootKey.text) return signInByPassword(kernel, given, context);
  const candidate = candidateOf(kernel, key, context);
  return signInWith(kernel, candidate, { actor, context }, () => isRootPassword(kernel, given));
}

async function isRootPassword(
  { rootPassword }: Kernel,
  { password, prepared }: NameAndPassword,
): Promise<boolean> {
  if (rootPassword === undefined) return verifyNothing(password);
  const known = Buffer.from(rootPassword);
  return sameSecret(password, known) || (prepared !== undefined && sameSecret(prepared, known));
}
