import type { PolicyReport } from '../../model/password-policy.js';
import { type Entry, valuesOf } from '../../model/entry.js';
import { LdapError, resultOf, success } from '../../model/result.js';
import { costsLittle, verifyNothing, verifyPassword } from '../../password/hash.js';
import type { PasswordPolicy } from '../../password/policy.js';
import { PolicyRefusal } from '../../password/policy-refusal.js';
import { afterProof, isLocked, type Situation } from '../../password/sign-in-rules.js';
import {
  passwordPolicyOid,
  passwordPolicyResponse,
} from '../../protocol/controls/password-policy.js';
import type { DnKey } from '../../schema/definitions.js';
import { loginKey, loginOf, type LoginRecord } from '../../state/logins.js';
import type { Actor } from '../actor.js';
import type { Kernel } from '../context.js';
import type { BindOutcome, OperationContext } from '../directory.js';
import { policyFor } from '../password-policy.js';
import { type Account, accountAt, passwordState } from './account.js';
import {
  type Attempt,
  attemptOn,
  namelessKey,
  noteFailure,
  noteSuccess,
  pause,
  waitForAttempt,
} from './guessing.js';
import { rehashPassword } from './rehash.js';

/**
 * Signing in, whatever the mechanism: find the account, wait as its failures ask, prove, and be
 * admitted or refused as its state and the password policy say. Whatever is wrong is
 * `invalidCredentials` with no more said, but to who sends the policy's control.
 */

/** Values of `userPassword` that one bind tries at most. */
const passwordsMax = 8;

/** A name that somebody wants to sign in as, and how its attempts are counted. */
export interface Candidate {
  /** Undefined: no such entry, which nobody may learn; or the root DN, which has none. */
  readonly account: Account | undefined;
  readonly isRoot: boolean;
  readonly attempt: Attempt;
}

/** A name and the password that is to prove it. */
export interface NameAndPassword {
  readonly key: DnKey;
  readonly password: Buffer;
  /** The same as the client's mechanism prepares it, where that differs (RFC 4616 §2). */
  readonly prepared?: Buffer | undefined;
  /** How the client came in. */
  readonly actor: Actor;
}

/** How somebody comes to sign in. */
export interface SigningIn {
  readonly actor: Actor;
  readonly context: OperationContext;
}

/** The candidate of a name. */
export function candidateOf(kernel: Kernel, key: DnKey, context: OperationContext): Candidate {
  const { current } = kernel.store;
  const isRoot = key.text === kernel.rootKey.text;
  const id = isRoot ? undefined : current.find(key);
  const account = id === undefined ? undefined : accountAt(kernel, current, id);
  const counted = account ? loginKey(account.entryUuid) : isRoot ? 'root' : namelessKey(key.text);
  const attempt = attemptOn(kernel, { key: counted, name: key.text }, context);
  return { account, isRoot, attempt };
}

/**
 * Signs in with a password.
 *
 * @throws LdapError `invalidCredentials`, `busy`
 */
export function signInByPassword(
  kernel: Kernel,
  { key, password, prepared, actor }: NameAndPassword,
  context: OperationContext,
): Promise<BindOutcome> {
  const candidate = candidateOf(kernel, key, context);
  const { account, attempt } = candidate;
  if (!account) {
    const failing = (): Promise<false> => verifyNothing(password, attempt.network);
    return signInWith(kernel, candidate, { actor, context }, failing);
  }
  let stored: Buffer | undefined;
  const outcome = signInWith(kernel, candidate, { actor, context }, async () => {
    stored = await matchingValue({ password, prepared }, account.passwords, attempt);
    return stored !== undefined;
  });
  if (!kernel.rehash) return outcome;
  return outcome.then(async (signedIn) => {
    if (stored) await rehashPassword(kernel, { dn: account.dn, stored, password });
    return signedIn;
  });
}

/**
 * One attempt by any mechanism: slowed down by the failures before it, judged by the policy and
 * counted. The proof is asked for in any case, so that time tells nothing of the account.
 *
 * @throws PolicyRefusal, LdapError `invalidCredentials`, `busy`
 */
export async function signInWith(
  kernel: Kernel,
  { account, isRoot, attempt }: Candidate,
  { actor, context }: SigningIn,
  prove: () => Promise<boolean>,
): Promise<BindOutcome> {
  const policy = account?.policy ?? policyOfNoEntry(kernel, isRoot);
  const situationOf = (record: LoginRecord): Situation => ({
    policy,
    state: passwordState(account?.password, record),
    now: kernel.clock().getTime(),
  });
  const waiting = waitForAttempt(kernel, attempt, context);
  if (waiting) await waiting;
  const isProved = await prove();
  const admitted = admittedActor({ account, isRoot, attempt }, actor);
  // Looked at after the proof: of attempts made together the first few lock the rest out.
  const seen = loginOf(kernel.store.state, attempt.key);
  const situation = situationOf(seen);
  if (isLocked(situation)) throw new PolicyRefusal('accountLocked');
  if (!isProved || !admitted) {
    await pause(await noteFailure(kernel, attempt, policy), context);
    const isLockedNow = isLocked(situationOf(loginOf(kernel.store.state, attempt.key)));
    throw isLockedNow ? new PolicyRefusal('accountLocked') : badCredentials();
  }
  const verdict = afterProof(situation);
  if (!verdict.admitted) throw new PolicyRefusal(verdict.error);
  const graceLimit = verdict.usesGrace ? policy.graceLimit : undefined;
  const noted = noteSuccess(kernel, attempt, { seen, graceLimit });
  if (noted) await noted;
  const held = admitted.kind === 'entry' && verdict.mustChange;
  return outcomeOf(held ? { ...admitted, mustChange: true } : admitted, verdict.report, context);
}

/** A name without an entry is treated as one without a policy of its own; the root by none. */
function policyOfNoEntry(kernel: Kernel, isRoot: boolean): PasswordPolicy {
  return isRoot ? kernel.builtInPolicy : policyFor(kernel, kernel.store.current, undefined);
}

/** Who a candidate is once proved; undefined for who may not sign in, whatever is proved. */
function admittedActor({ account, isRoot }: Candidate, actor: Actor): Actor | undefined {
  if (isRoot) return { kind: 'root', ...through(actor) };
  if (!account || account.inactive) return undefined;
  const { dn, entryUuid } = account;
  return { kind: 'entry', ...through(actor), dn, entryUuid };
}

function outcomeOf(
  actor: Actor,
  policy: PolicyReport,
  { controls }: OperationContext,
): BindOutcome {
  const hasNews = policy.error !== undefined || policy.warning !== undefined;
  if (!hasNews) return { result: success, actor };
  const isAsked = controls.some(({ oid }) => oid === passwordPolicyOid);
  const told = isAsked ? [passwordPolicyResponse(policy)] : [];
  return { result: resultOf('success', { controls: told }), actor, policy };
}

/** The stored value that matches; failing costs as much as for an entry that is not there. */
export function matchingPassword(
  password: Buffer,
  entry: Entry,
  attempt: Attempt,
): Promise<Buffer | undefined> {
  return matchingValue({ password }, valuesOf(entry, 'userPassword'), attempt);
}

async function matchingValue(
  { password, prepared }: Pick<NameAndPassword, 'password' | 'prepared'>,
  values: readonly Buffer[],
  { network }: Attempt,
): Promise<Buffer | undefined> {
  const stored = values.slice(0, passwordsMax);
  for (const value of stored) {
    for (const each of prepared ? [password, prepared] : [password]) {
      const isMatch = verifyPassword(each, value, network);
      if (isMatch === true || (isMatch !== false && (await isMatch))) return value;
    }
  }
  if (stored.every(costsLittle)) await verifyNothing(password, network);
  return undefined;
}

/** How an actor came in, kept when it becomes another. */
export function through({ door, secure }: Actor): Pick<Actor, 'door'> & {
  readonly secure: boolean;
} {
  return { door, secure };
}

export function anonymousAt(actor: Actor): Actor {
  return { kind: 'anonymous', ...through(actor) };
}

export function badCredentials(): LdapError {
  return new LdapError('invalidCredentials', 'invalid credentials');
}
