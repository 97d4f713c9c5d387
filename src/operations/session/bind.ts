import type { BindRequest } from '../../model/request.js';
import { LdapError, success } from '../../model/result.js';
import type { Call, Kernel } from '../context.js';
import type { BindOutcome } from '../directory.js';
import { dnKeyOf } from '../dn-text.js';
import { signInByName } from './name-and-password.js';
import { bindBySasl } from './sasl.js';
import { anonymousAt, badCredentials } from './sign-in.js';

/**
 * Bind (RFC 4511 §4.2, RFC 4513 §5). Whatever is wrong with a name or its password is
 * `invalidCredentials` with no more said, in the time of one verification; aliases are not
 * followed. After any failure the connection is anonymous.
 *
 * @throws LdapError
 */
export function bindActor(
  kernel: Kernel,
  call: Call<BindRequest>,
): BindOutcome | Promise<BindOutcome> {
  const { request, actor, context } = call;
  if (request.version !== 3) {
    throw new LdapError('protocolError', 'requested protocol version not supported');
  }
  const { authentication } = request;
  if (authentication.kind === 'sasl') return bindBySasl(kernel, call, authentication);
  const key = dnKeyOf(kernel, request.dn);
  const { password } = authentication;
  if (key.rdns.length === 0) {
    if (password.length > 0) throw badCredentials();
    return { result: success, actor: anonymousAt(actor) };
  }
  if (password.length === 0) {
    throw new LdapError(
      'unwillingToPerform',
      'unauthenticated bind (DN with no password) disallowed',
    );
  }
  return signInByName(kernel, { key, password, actor }, context);
}
