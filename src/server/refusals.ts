import { type Control, type Request } from '../model/request.js';
import { LdapError, type Result, resultOf } from '../model/result.js';
import { startTlsOid } from '../protocol/extended/start-tls.js';

/** What the server refuses by itself, before the directory sees the request. */

/** The result of a thrown value: a refusal's own, and `other` for a defect. */
export function resultOfThrown(error: unknown): Result {
  if (!(error instanceof LdapError)) return resultOf('other', { message: 'internal error' });
  const { code, message, matchedDn, referrals } = error;
  return resultOf(code, { message, matchedDn, referrals });
}

/** The server's own operations take no control (RFC 4511 §4.1.11). */
export function refuseCriticalControls(controls: readonly Control[]): void {
  const critical = controls.find((control) => control.critical);
  if (!critical) return;
  const message = `the critical control ${critical.oid} is not available for this operation`;
  throw new LdapError('unavailableCriticalExtension', message);
}

/**
 * Whether a request may be served in the clear where TLS is required: only what a client needs
 * to find and start TLS. Many begin by binding as nobody, which carries nothing.
 */
export function allowedInTheClear(request: Request): boolean {
  if (request.kind === 'bind') {
    const { dn, authentication } = request;
    return dn === '' && authentication.kind === 'simple' && authentication.password.length === 0;
  }
  if (request.kind === 'search') return request.base === '' && request.scope === 'base';
  return request.kind === 'extended' && request.oid === startTlsOid;
}

export const tlsRequired = resultOf('confidentialityRequired', { message: 'TLS is required' });

/** Only the next bind goes on with a SASL negotiation, or ends it (RFC 4513 §5.2.1.2). */
export const duringSasl = resultOf('operationsError', { message: 'a SASL bind is in progress' });

export const tooManyConnections = resultOf('busy', {
  message: 'this identity has as many connections as it may',
});
