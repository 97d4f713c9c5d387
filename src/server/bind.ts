import { type BindRequest } from '../model/request.js';
import { LdapError, type Result, success } from '../model/result.js';
import { type Actor } from '../operations/actor.js';
import { type BindOutcome, type OperationContext } from '../operations/directory.js';
import { type Environment, type ListenerKind } from './environment.js';
import { refuseCriticalControls, resultOfThrown } from './refusals.js';

interface Binding {
  readonly environment: Environment;
  readonly listener: ListenerKind;
  /** What the connection is if the bind fails. */
  readonly nobody: Actor;
  readonly context: OperationContext;
}

/**
 * Performs a bind (RFC 4511 §4.2). Simple binds are the directory's; SASL ends here: EXTERNAL
 * makes the peer of the local socket, whose file only we can open, the root.
 */
export async function performBind(request: BindRequest, binding: Binding): Promise<BindOutcome> {
  const { environment, nobody, context } = binding;
  if (request.version === 3 && request.authentication.kind === 'simple') {
    return environment.directory.bind(request, nobody, context);
  }
  const startMs = performance.now();
  const outcome = bindHere(request, binding);
  environment.observer({
    operation: 'bind',
    door: outcome.actor.door,
    actor: outcome.actor.kind,
    dn: request.dn,
    code: outcome.result.code,
    message: outcome.result.message,
    entries: 0,
    durationMs: performance.now() - startMs,
    ...(context.address !== undefined && { address: context.address }),
  });
  return outcome;
}

function bindHere(request: BindRequest, { listener, nobody, context }: Binding): BindOutcome {
  try {
    if (request.version !== 3) {
      throw new LdapError('protocolError', 'requested protocol version not supported');
    }
    refuseCriticalControls(context.controls);
    return { result: success, actor: externalActor(request, listener) };
  } catch (error) {
    return { result: resultOfThrown(error), actor: nobody };
  }
}

/** @throws LdapError */
function externalActor({ authentication }: BindRequest, listener: ListenerKind): Actor {
  const isExternal = authentication.kind === 'sasl' && authentication.mechanism === 'EXTERNAL';
  if (!isExternal || listener !== 'local') {
    throw new LdapError('authMethodNotSupported', 'authentication method not supported');
  }
  // An empty authorization identity asks for the one that the socket gives (RFC 4422 Appendix A).
  if (authentication.credentials && authentication.credentials.length > 0) {
    throw new LdapError('invalidCredentials', 'no other identity may be assumed');
  }
  return { kind: 'root', door: 'cli', secure: true };
}

/** The outcome of a bind that a defect prevented. */
export function bindDefect(nobody: Actor, result: Result): BindOutcome {
  return { result, actor: nobody };
}
