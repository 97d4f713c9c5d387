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
 * makes the peer of the local socket, whose file only we can open, the root. No control is known
 * for binds, so a critical one ends here too.
 */
export async function performBind(request: BindRequest, binding: Binding): Promise<BindOutcome> {
  const { environment, nobody, context } = binding;
  const isPlain = request.version === 3 && !context.controls.some(({ critical }) => critical);
  if (isPlain && request.authentication.kind === 'simple') {
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
  const identity = authentication.credentials?.toString('utf8') ?? '';
  if (identity === '') return { kind: 'root', door: 'cli', secure: true };
  if (identity === importIdentity) {
    return { kind: 'internal', door: 'import', secure: true, name: 'restore' };
  }
  throw new LdapError('invalidCredentials', 'no such identity may be assumed');
}

/** The operator's import, which alone restores national values through a running server. */
const importIdentity = 'u:restore';

/** The outcome of a bind that a defect prevented. */
export function bindDefect(nobody: Actor, result: Result): BindOutcome {
  return { result, actor: nobody };
}
