import { LdapError, success } from '../../model/result.js';
import type { Actor } from '../actor.js';
import type { Kernel } from '../context.js';
import type { BindOutcome } from '../directory.js';
import type { PeerCertificate } from '../peer.js';
import { authorizedAs } from './authorize.js';
import { accountOfCertificate } from './certificate-account.js';
import { dnKeyOf } from '../dn-text.js';
import { attemptOn, noteSuccess } from './guessing.js';
import { loginKey } from '../../state/logins.js';
import type { SaslStep } from './sasl-step.js';
import { badCredentials, through } from './sign-in.js';

/**
 * EXTERNAL (RFC 4422 Appendix A, RFC 4513 §5.2.3): the transport has identified the client. On
 * the local socket, whose file only the operator can open, it is root; over TLS it is the entry
 * of its certificate. The credentials are whom it asks to act as; empty, itself.
 *
 * @throws LdapError `inappropriateAuthentication` where the transport has identified nobody;
 * `invalidCredentials` for a certificate that is no active entry's; `authorizationDenied`
 */
export async function bindExternal(
  kernel: Kernel,
  { credentials, call: { actor, context } }: SaslStep,
): Promise<BindOutcome> {
  const authzId = credentials.toString('utf8');
  const { peer } = context;
  if (peer?.transport === 'local') {
    return { result: success, actor: operator(kernel, authzId) };
  }
  const der = verifiedCertificate(kernel, peer?.certificate);
  const account = accountOfCertificate(kernel, der);
  if (!account || account.inactive) throw badCredentials();
  const { dn, entryUuid } = account;
  const proved: Actor = { kind: 'entry', ...through(actor), dn, entryUuid };
  const bound = authorizedAs(kernel, proved, authzId);
  const names = { key: loginKey(entryUuid), name: dnKeyOf(kernel, dn).text };
  await noteSuccess(kernel, attemptOn(kernel, names, context));
  return { result: success, actor: bound };
}

/** The operator's import, which alone restores national values through a running server. */
const importIdentity = 'u:restore';

function operator(kernel: Kernel, authzId: string): Actor {
  if (authzId === importIdentity) {
    return { kind: 'internal', door: 'import', secure: true, name: 'restore' };
  }
  return authorizedAs(kernel, { kind: 'root', door: 'cli', secure: true }, authzId);
}

/** What was valid at the handshake may have ended since: connections live long. */
function verifiedCertificate(kernel: Kernel, certificate: PeerCertificate | undefined): Buffer {
  const fault = certificate ? faultOf(kernel, certificate) : 'no client certificate was given';
  if (certificate && fault === undefined) return certificate.der;
  throw new LdapError('inappropriateAuthentication', fault ?? '');
}

function faultOf(kernel: Kernel, { fault, validTo }: PeerCertificate): string | undefined {
  if (fault !== undefined) return `the client certificate is not accepted: ${fault}`;
  return kernel.clock() > validTo ? 'the client certificate has expired' : undefined;
}
