import { type Entry, textsOf } from '../../model/entry.js';
import { LdapError } from '../../model/result.js';
import { hashPassword } from '../../password/hash.js';
import { passwordFaults } from '../../password/quality.js';
import { isHashed } from '../../password/stored-password.js';
import type { Schema } from '../../schema/schema.js';
import type { Actor } from '../actor.js';
import { describe } from './apply-modifications.js';
import type { Kernel } from '../context.js';

interface WithValues {
  readonly kind?: string;
  readonly attribute: string;
  readonly values: readonly Buffer[];
}

/** A write hashes a handful at most: each value costs tens of milliseconds of processor. */
const passwordsMax = 8;

export interface PasswordRules {
  readonly actor: Actor;
  /** Names and logins a new password must not contain; undefined: no rule but its presence. */
  readonly about: readonly string[] | undefined;
}

/**
 * The rules for a password set by an actor on an entry. Quality binds those who sign in to the
 * regional directory; the operator, who holds the root DN, answers for what he sets.
 */
export function passwordRules(
  kernel: Kernel,
  actor: Actor,
  entry: Entry | undefined,
): PasswordRules {
  if (!kernel.catalogue || actor.kind !== 'entry') return { actor, about: undefined };
  const about = ['uid', 'sn', 'givenName'].flatMap((name) => (entry ? textsOf(entry, name) : []));
  return { actor, about };
}

/**
 * The inputs of a write with every new `userPassword` hashed: before the transaction, because
 * hashing waits. A value already hashed comes from the operator's files or from the root DN; from
 * anyone else it would be a password that no rule has seen.
 *
 * @throws LdapError `constraintViolation`, `adminLimitExceeded`, `busy`
 */
export async function withHashedPasswords<T extends WithValues>(
  schema: Schema,
  inputs: readonly T[],
  rules: PasswordRules,
): Promise<readonly T[]> {
  if (!inputs.some((input) => isPassword(schema, input))) return inputs;
  const passwords = inputs.filter((input) => isPassword(schema, input));
  if (passwords.reduce((sum, { values }) => sum + values.length, 0) > passwordsMax) {
    throw new LdapError('adminLimitExceeded', 'too many passwords in one request');
  }
  const hashed: T[] = [];
  for (const input of inputs) {
    if (!isPassword(schema, input)) hashed.push(input);
    else hashed.push({ ...input, values: await hashValues(input.values, rules) });
  }
  return hashed;
}

async function hashValues(values: readonly Buffer[], rules: PasswordRules): Promise<Buffer[]> {
  const hashed: Buffer[] = [];
  for (const value of values) {
    if (isHashed(value)) hashed.push(acceptHashed(value, rules));
    else hashed.push(await hashNew(value, rules));
  }
  return hashed;
}

function acceptHashed(value: Buffer, { actor }: PasswordRules): Buffer {
  if (actor.kind === 'root' || actor.kind === 'internal') return value;
  throw new LdapError('constraintViolation', 'userPassword: give the password, not its hash');
}

/**
 * The hash of a new password.
 *
 * @throws LdapError `constraintViolation` with the sentences of its faults
 */
export async function hashNew(password: Buffer, { about }: PasswordRules): Promise<Buffer> {
  const faults = about ? passwordFaults(password.toString('utf8'), about) : [];
  if (faults.length > 0) throw new LdapError('constraintViolation', faults.join(' '));
  return Buffer.from(await hashPassword(password));
}

/** A password to be stored; one to be deleted is compared with what is there. */
function isPassword(schema: Schema, { attribute, kind }: WithValues): boolean {
  return kind !== 'delete' && describe(schema, attribute).type.name === 'userPassword';
}
