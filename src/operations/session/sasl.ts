import type { BindRequest } from '../../model/request.js';
import { LdapError } from '../../model/result.js';
import type { Call, Kernel } from '../context.js';
import type { BindOutcome } from '../directory.js';
import { mechanism } from '../peer.js';
import { bindExternal } from './external.js';
import { bindPlain } from './plain.js';
import { bindScram } from './scram.js';
import { challenge, type SaslStep } from './sasl-step.js';

interface Mechanism {
  /** Whether the client may leave its first message out, as one that would be empty. */
  readonly mayBeSilent: boolean;
  readonly step: (kernel: Kernel, step: SaslStep) => Promise<BindOutcome>;
}

const mechanisms: ReadonlyMap<string, Mechanism> = new Map([
  [mechanism.external, { mayBeSilent: true, step: bindExternal }],
  [mechanism.plain, { mayBeSilent: false, step: bindPlain }],
  [mechanism.scram, { mayBeSilent: false, step: bindScram }],
]);

const nothing = Buffer.alloc(0);

/**
 * Bind by SASL (RFC 4422, RFC 4513 §5.2); the name in the request is ignored. An empty mechanism
 * is one that nobody knows, by which clients give an exchange up.
 *
 * @throws LdapError `authMethodNotSupported`, and what the mechanism refuses with
 */
export async function bindBySasl(
  kernel: Kernel,
  call: Call<BindRequest>,
  sasl: { readonly mechanism: string; readonly credentials: Buffer | undefined },
): Promise<BindOutcome> {
  const known = mechanisms.get(sasl.mechanism);
  if (!known) throw new LdapError('authMethodNotSupported', 'SASL mechanism not supported');
  const { exchange } = call.context;
  const ongoing = exchange?.mechanism === sasl.mechanism ? exchange : undefined;
  const isSilent = sasl.credentials === undefined && ongoing === undefined;
  if (isSilent && !known.mayBeSilent) {
    // The client sends first in these mechanisms: it is asked to, with nothing (RFC 4422 §3).
    return challenge(call, nothing, { mechanism: sasl.mechanism, step: 'first' });
  }
  return known.step(kernel, { credentials: sasl.credentials ?? nothing, exchange: ongoing, call });
}
