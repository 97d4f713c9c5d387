import { type Entry, valuesOf } from '../../model/entry.js';
import type { BindRequest } from '../../model/request.js';
import { LdapError, resultOf, success } from '../../model/result.js';
import { sameSecret } from '../../password/digest.js';
import { verifyNothing, verifyPassword } from '../../password/hash.js';
import { readStoredPassword } from '../../password/stored-password.js';
import { loginKey } from '../../state/logins.js';
import type { Actor } from '../actor.js';
import type { Kernel } from '../context.js';
import type { BindOutcome, OperationContext } from '../directory.js';
import type { DnKey } from '../../schema/definitions.js';
import { dnKeyOf } from '../dn-text.js';
import { accountAt } from './account.js';
import { type Attempt, namelessKey, noteFailure, noteSuccess, waitForAttempt } from './guessing.js';
import { rehashPassword } from './rehash.js';

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
  return bindEntry(kernel, { key, password, actor }, context);
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
  readonly key: DnKey;
  readonly password: Buffer;
  readonly actor: Actor;
}

async function bindEntry(
  kernel: Kernel,
  { key, password, actor }: EntryBind,
  context: OperationContext,
): Promise<BindOutcome> {
  const { current } = kernel.store;
  const id = current.find(key);
  const account = id === undefined ? undefined : accountAt(kernel, current, id);
  const attempt: Attempt = {
    key: account ? loginKey(account.entryUuid) : namelessKey(key.text),
    address: isServiceAccount(kernel, key.text) ? undefined : context.address,
  };
  return attempted(kernel, attempt, context, async () => {
    const stored = account
      ? await matchingValue(password, account.passwords)
      : await verifyNothing(password);
    if (!account || !stored || account.inactive) return undefined;
    const { dn, entryUuid } = account;
    if (kernel.rehash) await rehashPassword(kernel, { dn, stored, password });
    return { kind: 'entry', ...through(actor), dn, entryUuid };
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
export function matchingPassword(password: Buffer, entry: Entry): Promise<Buffer | undefined> {
  return matchingValue(password, valuesOf(entry, 'userPassword'));
}

async function matchingValue(
  password: Buffer,
  values: readonly Buffer[],
): Promise<Buffer | undefined> {
  const stored = values.slice(0, passwordsMax);
  for (const value of stored) if (await verifyPassword(password, value)) return value;
  const costly = stored.some((value) => readStoredPassword(value).scheme === 'ARGON2');
  if (!costly) await verifyNothing(password);
  return undefined;
}

async function isRootPassword({ rootPassword }: Kernel, password: Buffer): Promise<boolean> {
  if (rootPassword === undefined) return verifyNothing(password);
  return sameSecret(password, Buffer.from(rootPassword));
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
