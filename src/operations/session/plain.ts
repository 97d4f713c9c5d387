import { LdapError } from '../../model/result.js';
import { saslPrep } from '../../password/saslprep.js';
import { parsePlain } from '../../protocol/sasl/plain-message.js';
import type { Kernel } from '../context.js';
import type { BindOutcome } from '../directory.js';
import { authorizedAs } from './authorize.js';
import { keyOfClient } from './login-name.js';
import { signInByName } from './name-and-password.js';
import type { SaslStep } from './sasl-step.js';
import { badCredentials } from './sign-in.js';

/**
 * PLAIN (RFC 4616): a login and its password, as a simple bind has a name and its password, with
 * the same rules and delays. The password is tried as it came, which is how simple binds and
 * forms have set it, and as SASLprep makes it.
 *
 * @throws LdapError `confidentialityRequired` in the clear, before the password is looked at;
 * `invalidCredentials`, `authorizationDenied`, `busy`
 */
export async function bindPlain(
  kernel: Kernel,
  { credentials, call: { actor, context } }: SaslStep,
): Promise<BindOutcome> {
  if (!actor.secure) throw new LdapError('confidentialityRequired', 'PLAIN needs TLS');
  const message = parsePlain(credentials);
  const login = message && saslPrep(message.authcId);
  const password = message && saslPrep(message.password.toString('utf8'));
  if (!message || !login || !password) throw badCredentials();
  const prepared = Buffer.from(password);
  const given = {
    key: keyOfClient(kernel, login),
    password: message.password,
    prepared: prepared.equals(message.password) ? undefined : prepared,
    actor,
  };
  const outcome = await signInByName(kernel, given, context);
  return { ...outcome, actor: authorizedAs(kernel, outcome.actor, message.authzId) };
}
