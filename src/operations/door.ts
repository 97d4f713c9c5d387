import { LdapError, type Result, resultOf } from '../model/result.js';
import { PolicyRefusal } from '../password/policy-refusal.js';
import { passwordPolicyOid, passwordPolicyResponse } from '../protocol/controls/password-policy.js';
import type { Actor } from './actor.js';
import type { Observer, OperationContext, OperationRecord } from './directory.js';

/**
 * The one place where refusals become results. A refusal (`LdapError`) is answered with its
 * code; anything else thrown is a defect: reported with its stack, answered with `other`.
 */

/** What is known of an operation before it runs. */
export interface OperationFacts {
  readonly operation: string;
  readonly dn: string;
  readonly actor: Actor;
  readonly context: OperationContext;
  /** Whose name the actor borrows, once the operation's controls are read (RFC 4370). */
  borrowed?: Actor;
}

/** Every outcome carries a result and, for searches, how many entries went out. */
interface Outcome {
  readonly result: Result;
  readonly entries?: number;
}

/**
 * Runs one operation, maps what it throws, and reports one record of it. What ends within the
 * turn is answered within it: no promise is made.
 */
export function throughDoor<T extends { readonly result: Result }>(
  observer: Observer,
  facts: OperationFacts,
  run: () => (T & Outcome) | Promise<T & Outcome>,
  refused: (result: Result, error: unknown) => T,
): T | Promise<T> {
  const startMs = performance.now();
  const done = (outcome: T & Outcome): T => {
    observer(recordOf(facts, outcome.result, { startMs, entries: outcome.entries ?? 0 }));
    return outcome;
  };
  const failed = (error: unknown): T => {
    const result = refusalOf(error, facts.context);
    const defect = error instanceof LdapError ? undefined : stackOf(error);
    observer(recordOf(facts, result, { startMs, entries: 0, defect }));
    return refused(result, error);
  };
  let outcome: (T & Outcome) | Promise<T & Outcome>;
  try {
    outcome = run();
  } catch (error) {
    return failed(error);
  }
  return outcome instanceof Promise ? outcome.then(done, failed) : done(outcome);
}

/** The result that answers a thrown value; the password policy explains itself to who asked. */
function refusalOf(error: unknown, { controls }: OperationContext): Result {
  if (!(error instanceof LdapError)) return resultOf('other', { message: 'internal error' });
  const { code, message, matchedDn, referrals } = error;
  const explains =
    error instanceof PolicyRefusal && controls.some(({ oid }) => oid === passwordPolicyOid);
  return resultOf(code, {
    message,
    matchedDn,
    referrals,
    ...(explains && { controls: [passwordPolicyResponse({ error: error.policyError })] }),
  });
}

function stackOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

function recordOf(
  facts: OperationFacts,
  result: Result,
  run: {
    readonly startMs: number;
    readonly entries: number;
    readonly defect?: string | undefined;
  },
): OperationRecord {
  const { borrowed } = facts;
  return {
    operation: facts.operation,
    door: facts.actor.door,
    actor: actorName(facts.actor),
    onBehalfOf: borrowed && actorName(borrowed),
    dn: facts.dn,
    code: result.code,
    message: result.message,
    entries: run.entries,
    durationMs: performance.now() - run.startMs,
    address: facts.context.address,
    defect: run.defect,
  };
}

/** Who, as the log and the journal say it. */
export function actorName(actor: Actor): string {
  if (actor.kind === 'entry') return actor.dn;
  return actor.kind === 'internal' ? actor.name : actor.kind;
}
