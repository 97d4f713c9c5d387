import type {
  AddRequest,
  DeleteRequest,
  ModifyDnRequest,
  ModifyRequest,
} from '../model/request.js';
import type { Result } from '../model/result.js';
import type { PasswordPolicy } from '../password/policy.js';
import type { Actor } from './actor.js';
import type { AuditFacts } from './audit.js';
import type { Call } from './context.js';
import type { Attempt } from './session/guessing.js';
import type { SeenPassword } from './write/password-changes.js';
import type { WriteName } from './write/write-target.js';

/**
 * Every write of a directory, each as data: what needs no transaction (reading the request,
 * hashing, verifying, judging a password) is done before, by whoever was asked; what is left is
 * one transaction of the one process that writes, with everything in it decided there again.
 *
 * In that process each method runs at once (`local-writes.ts`); beside it the same data travels
 * to it (room `workers`). Hence one argument each, without functions but for `begin` of the
 * context, which is called before the journey; and never a password in clear.
 */
export interface Writes {
  add(update: Update<AddRequest>): Promise<Result>;
  modify(update: PasswordUpdate<ModifyRequest>): Promise<Result>;
  modifyDn(call: Call<ModifyDnRequest>): Promise<Result>;
  delete(call: Call<DeleteRequest>): Promise<Result>;
  setPassword(update: PasswordUpdate<StoredSecrets>): Promise<Result>;
  /** Answers how long the policy has the answer wait, in milliseconds. */
  noteFailure(failure: FailedAttempt): Promise<number>;
  noteSuccess(success: GoodAttempt): Promise<void>;
  /** Takes a stranger's place in line; answers how long it waits, in milliseconds. */
  takePlace(place: { readonly attempt: Attempt; readonly now: number }): Promise<number>;
  /** Answers the secret that is kept, which may be another's. */
  keepSecret(made: Buffer): Promise<Buffer>;
  replaceHash(renewal: HashRenewal): Promise<void>;
  audit(row: { readonly actor: Actor; readonly facts: AuditFacts }): Promise<void>;
}

/** An update whose request has been read: whose entry, and what of it is asked for. */
export interface Update<R> extends Call<R> {
  readonly name: WriteName;
  /** Lower-cased first names of the types that the request names, without options. */
  readonly requested: ReadonlySet<string>;
}

export interface PasswordUpdate<R> extends Update<R> {
  /** What a password was judged by, which must still stand; undefined where nothing was. */
  readonly seen: SeenPassword | undefined;
}

/** What is stored of a new password. */
export interface StoredSecrets {
  readonly password: Buffer;
  /** Values of `authPassword`. */
  readonly verifiers: readonly Buffer[];
}

export interface FailedAttempt {
  readonly attempt: Attempt;
  readonly policy: PasswordPolicy;
  readonly now: number;
}

export interface GoodAttempt {
  readonly attempt: Attempt;
  /** How many times an expired password may serve, when it did so now. */
  readonly graceLimit: number | undefined;
  readonly now: number;
}

/** A stored password that is to be replaced with another hash of the same. */
export interface HashRenewal {
  /** RFC 4514 string. */
  readonly dn: string;
  readonly stored: Buffer;
  readonly hashed: Buffer;
}
