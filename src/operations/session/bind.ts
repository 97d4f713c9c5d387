import { type Entry, textOf, valuesOf } from '../../model/entry.js';
import type { BindRequest } from '../../model/request.js';
import { LdapError, resultOf, success } from '../../model/result.js';
import { sameSecret } from '../../password/digest.js';
import { verifyNothing, verifyPassword } from '../../password/hash.js';
import { readStoredPassword } from '../../password/stored-password.js';
import { loginKey } from '../../state/logins.js';
import type { Actor } from '../actor.js';
import { isPerson } from '../write/change.js';
import type { Kernel } from '../context.js';
import type { BindOutcome, OperationContext } from '../directory.js';
import { dnKeyOf } from '../dn-text.js';
import { type Attempt, namelessKey, noteFailure, noteSuccess, waitForAttempt } from './guessing.js';
import { rehashPassword } from './rehash.js';
import { uuidOf } from '../write/write.js';

/** Values of `userPassword` that one bind tries at most. */
const passwordsMax = 8;

/**
 * Bind (RFC 4511 §4.2, RFC 4513 §5). Whatever is wrong with a name or its password is
 * `invalidCredentials` with no more said, in the time of one verification; aliases are not
 * followed. After any failure the connection is anonymous.
 *
 * @throws LdapError
 */
export async function bindActor(
  kernel: Kernel,
  request: BindRequest,
  actor: Actor,
  context: OperationContext,
): Promise<BindOutcome> {
  if (request.version !== 3) {
    throw new LdapError('protocolError', 'requested protocol version not supported');
  }
  const { authentication } = request;
  if (authentication.kind === 'sasl') return bindSasl(kernel, authentication.mechanism, actor);
  const key = dnKeyOf(kernel, request.dn);
  const { password } = authentication;
  if (key.rdns.length === 0) {
    if (password.length > 0) throw refused();
    return { result: success, actor: anonymousAt(actor) };
  }
  if (password.length === 0) {
    throw new LdapError(
      'unwillingToPerform',
      'unauthenticated bind (DN with no password) disallowed',
    );
  }
  if (key.text === kernel.rootKey.text) {
    return attempted(kernel, { key: 'root', address: context.address }, context, async () =>
      (await isRootPassword(kernel, password)) ? { kind: 'root', ...through(actor) } : undefined,
    );
  }
  return bindEntry(kernel, { name: key.text, password, actor }, context);
}

/** EXTERNAL for who is root by the way it came (RFC 4513 §5.2.3); nothing else is offered. */
function bindSasl(kernel: Kernel, mechanism: string, actor: Actor): BindOutcome {
  const offered = kernel.saslMechanisms(actor);
  if (mechanism === 'EXTERNAL' && offered.includes(mechanism)) {
    return { result: success, actor: { kind: 'root', ...through(actor) } };
  }
  return {
    result: resultOf('authMethodNotSupported', { message: 'SASL mechanism not supported' }),
    actor: anonymousAt(actor),
  };
}

interface EntryBind {
  readonly name: string;
  readonly password: Buffer;
  readonly actor: Actor;
}

async function bindEntry(
  kernel: Kernel,
  { name, password, actor }: EntryBind,
  context: OperationContext,
): Promise<BindOutcome> {
  const { current } = kernel.store;
  const id = current.find(dnKeyOf(kernel, name));
  const entry = id === undefined ? undefined : current.entry(id);
  const attempt: Attempt = {
    key: entry ? loginKey(uuidOf(entry)) : namelessKey(name),
    address: isServiceAccount(kernel, name) ? undefined : context.address,
  };
  return attempted(kernel, attempt, context, async () => {
    const stored = entry ? await matchingPassword(password, entry) : await verifyNothing(password);
    if (!entry || !stored || isInactive(kernel, entry)) return undefined;
    await rehashPassword(kernel, { entry, stored, password });
    return { kind: 'entry', ...through(actor), dn: entry.dn, entryUuid: uuidOf(entry) };
  });
}

/** One attempt, slowed down by the failures before it and counted. */
async function attempted(
  kernel: Kernel,
  attempt: Attempt,
  context: OperationContext,
  verify: () => Promise<Actor | undefined>,
): Promise<BindOutcome> {
  await waitForAttempt(kernel, attempt, context);
  const actor = await verify();
  if (!actor) {
    await noteFailure(kernel, attempt);
    throw refused();
  }
  await noteSuccess(kernel, attempt);
  return { result: success, actor };
}

/** The stored value that matches; failing costs as much as for an entry that is not there. */
export async function matchingPassword(
  password: Buffer,
  entry: Entry,
): Promise<Buffer | undefined> {
  const stored = valuesOf(entry, 'userPassword').slice(0, passwordsMax);
  for (const value of stored) if (await verifyPassword(password, value)) return value;
  const costly = stored.some((value) => readStoredPassword(value).scheme === 'ARGON2');
  if (!costly) await verifyNothing(password);
  return undefined;
}

async function isRootPassword({ rootPassword }: Kernel, password: Buffer): Promise<boolean> {
  if (rootPassword === undefined) return verifyNothing(password);
  return sameSecret(password, Buffer.from(rootPassword));
}

function isInactive(kernel: Kernel, entry: Entry): boolean {
  return isPerson(kernel, entry) && textOf(entry, 'etat')?.toLowerCase() === 'inactif';
}

/** The portal and the SSO sign in from addresses where their users fail all day. */
function isServiceAccount(kernel: Kernel, name: string): boolean {
  return name.endsWith(`,${dnKeyOf(kernel, `ou=comptes,${kernel.suffix}`).text}`);
}

function through({ door, secure }: Actor): Pick<Actor, 'door'> & { readonly secure: boolean } {
  return { door, secure };
}

function anonymousAt(actor: Actor): Actor {
  return { kind: 'anonymous', ...through(actor) };
}

function refused(): LdapError {
  return new LdapError('invalidCredentials', 'invalid credentials');
}
