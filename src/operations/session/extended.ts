import type { ExtendedRequest } from '../../model/request.js';
import { LdapError, success } from '../../model/result.js';
import { passwordModifyOid } from '../../protocol/extended/password-modify.js';
import { whoAmIOid } from '../../protocol/extended/who-am-i.js';
import type { Call, Kernel } from '../context.js';
import type { ExtendedOutcome } from '../directory.js';
import { modifyPassword } from './password-modify.js';

import { authorizationIdentity } from './who-am-i.js';

type Extension = (kernel: Kernel, call: Call<ExtendedRequest>) => Promise<ExtendedOutcome>;

const extensions: ReadonlyMap<string, Extension> = new Map([
  [passwordModifyOid, modifyPassword],
  [whoAmIOid, whoAmI],
]);

/**
 * Extended operations of the directory (RFC 4511 §4.12); those of the connection, StartTLS and
 * Cancel, are the server's.
 *
 * @throws LdapError `protocolError` for an OID that is not here
 */
export function extendedOperation(
  kernel: Kernel,
  call: Call<ExtendedRequest>,
): Promise<ExtendedOutcome> {
  const extension = extensions.get(call.request.oid);
  if (!extension) throw new LdapError('protocolError', 'unsupported extended operation');
  return extension(kernel, call);
}

/** Who am I (RFC 4532): a request value is malformed. */
function whoAmI(
  kernel: Kernel,
  { request, actor }: Call<ExtendedRequest>,
): Promise<ExtendedOutcome> {
  if (request.value !== undefined) {
    throw new LdapError('protocolError', 'Who am I has no request value');
  }
  return Promise.resolve({ result: success, value: authorizationIdentity(kernel, actor) });
}
