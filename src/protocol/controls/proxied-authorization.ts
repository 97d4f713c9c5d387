import { LdapError } from '../../model/result.js';
import { type AuthorizationId, readAuthorizationId } from './authorization-id.js';

/** Proxied authorization, version 2 (RFC 4370): do it as if another had asked. */
export const proxiedAuthorizationOid = '2.16.840.1.113730.3.4.18';

const name = 'proxied authorization';

/**
 * Who is to be taken for the requester. The control must be critical, or a server that did not
 * know it would act under the wrong identity (RFC 4370 §3).
 *
 * @throws LdapError `protocolError`
 */
export function decodeProxiedAuthorization(
  value: Buffer | undefined,
  critical: boolean,
): AuthorizationId {
  if (!critical) throw new LdapError('protocolError', `${name}: the control must be critical`);
  if (!value) throw new LdapError('protocolError', `${name}: a value is required`);
  return readAuthorizationId(name, value);
}
