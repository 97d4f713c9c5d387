import { type Entry, valuesOf } from '../../model/entry.js';
import type { Modification } from '../../model/modification.js';
import { LdapError } from '../../model/result.js';
import {
  formatVerifier,
  isScram,
  makeVerifier,
  parseVerifier,
  sameVerifier,
  type ScramVerifier,
} from '../../password/scram.js';
import { isHashed } from '../../password/stored-password.js';
import type { Schema } from '../../schema/schema.js';
import type { Actor } from '../actor.js';
import { describe } from './apply-modifications.js';

/**
 * Verifiers of SCRAM beside the passwords they are of (`authPassword`, RFC 5803). They are made
 * or checked before the transaction, because derivation waits; that none outlives its password is
 * seen to inside (`stages/keep-verifiers.ts`).
 */

interface Written {
  readonly kind?: string;
  readonly attribute: string;
  readonly values: readonly Buffer[];
}

/** A request derives a handful at most, as it hashes. */
const verifiersMax = 8;

/**
 * Sees that the verifiers of a write may be stored. The operator's are taken as they are, if
 * sound; anyone else's come with the password they are of, which its rules have seen.
 *
 * @throws LdapError `constraintViolation`, `adminLimitExceeded`, `busy`
 */
export async function requireSoundVerifiers(
  schema: Schema,
  inputs: readonly Written[],
  actor: Actor,
): Promise<void> {
  const given = newValues(schema, inputs, 'authPassword');
  if (given.length === 0) return;
  if (given.length > verifiersMax) {
    throw new LdapError('adminLimitExceeded', 'too many verifiers in one request');
  }
  const isOperator = actor.kind === 'root' || actor.kind === 'internal';
  const passwords = newValues(schema, inputs, 'userPassword');
  for (const value of given) {
    if (isOperator && !isScram(value)) continue;
    const verifier = parseVerifier(value);
    if (!verifier) throw refused('not a sound SCRAM-SHA-256 verifier (RFC 5803)');
    if (isOperator) continue;
    if (!(await isOf(verifier, passwords))) {
      throw refused('give the password that it verifies in userPassword, in the same request');
    }
  }
}

/**
 * The modification that follows from a new password where the entry holds a verifier: it is made
 * anew with the password, unless the request itself says what becomes of it.
 *
 * @throws LdapError `busy`
 */
export async function renewedVerifiers(
  schema: Schema,
  entry: Entry | undefined,
  inputs: readonly Written[],
): Promise<readonly Modification[]> {
  if (inputs.some(({ attribute }) => isOfType(schema, attribute, 'authPassword'))) return [];
  const [password, ...others] = newValues(schema, inputs, 'userPassword');
  if (!password || others.length > 0 || isHashed(password)) return [];
  const values = await renewedVerifier(entry, password);
  return values.length === 0 ? [] : [{ kind: 'replace', attribute: 'authPassword', values }];
}

/** What an entry that holds a verifier gets with a new password; nothing where it holds none. */
export async function renewedVerifier(
  entry: Entry | undefined,
  password: Buffer,
): Promise<readonly Buffer[]> {
  if (!entry || !valuesOf(entry, 'authPassword').some(isScram)) return [];
  const made = await makeVerifier(password);
  return made ? [formatVerifier(made)] : [];
}

async function isOf(verifier: ScramVerifier, passwords: readonly Buffer[]): Promise<boolean> {
  for (const password of passwords.slice(0, verifiersMax)) {
    const made = isHashed(password) ? undefined : await makeVerifier(password, verifier);
    if (made && sameVerifier(made, verifier)) return true;
  }
  return false;
}

function newValues(schema: Schema, inputs: readonly Written[], type: string): readonly Buffer[] {
  return inputs
    .filter(({ kind, attribute }) => kind !== 'delete' && isOfType(schema, attribute, type))
    .flatMap(({ values }) => values);
}

const isOfType = (schema: Schema, attribute: string, type: string): boolean =>
  describe(schema, attribute).type.name === type;

const refused = (why: string): LdapError =>
  new LdapError('constraintViolation', `authPassword: ${why}`);
