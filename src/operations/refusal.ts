import type { PolicyErrorName } from '../model/password-policy.js';
import { LdapError, type ResultCodeName } from '../model/result.js';
import { PolicyRefusal } from '../password/policy-refusal.js';

/** What a write came to, as data that another process can read. */
export type WriteOutcome =
  | { readonly done: true; readonly value: unknown }
  | { readonly done: false; readonly refusal: Refusal }
  | { readonly done: false; readonly defect: string };

interface Refusal {
  readonly code: ResultCodeName;
  readonly message: string;
  readonly matchedDn: string;
  readonly referrals: readonly string[];
  readonly policyError?: PolicyErrorName;
}

/** Waits for a write and says what it came to; never rejects. */
export async function outcomeOf(write: Promise<unknown>): Promise<WriteOutcome> {
  try {
    return { done: true, value: await write };
  } catch (error) {
    if (error instanceof LdapError) return { done: false, refusal: refusalOf(error) };
    const defect = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return { done: false, defect };
  }
}

/**
 * What a write elsewhere came to, as if it had been made here.
 *
 * @throws LdapError, PolicyRefusal as it was refused with; Error with the stack of its defect
 */
export function resultOfOutcome(outcome: WriteOutcome): unknown {
  if (outcome.done) return outcome.value;
  if ('refusal' in outcome) throw errorOf(outcome.refusal);
  const defect = new Error('a defect of the process that writes');
  defect.stack = outcome.defect;
  throw defect;
}

function refusalOf(error: LdapError): Refusal {
  const { code, message, matchedDn, referrals } = error;
  const policyError = error instanceof PolicyRefusal ? error.policyError : undefined;
  return { code, message, matchedDn, referrals, ...(policyError && { policyError }) };
}

function errorOf({ code, message, policyError, ...details }: Refusal): LdapError {
  return policyError === undefined
    ? new LdapError(code, message, details)
    : new PolicyRefusal(policyError, message);
}
