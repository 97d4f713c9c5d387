import { LdapError } from '../../model/result.js';
import { hashPassword } from '../../password/hash.js';
import { isHashed } from '../../password/stored-password.js';
import type { Schema } from '../../schema/schema.js';
import { describe } from './apply-modifications.js';

interface WithValues {
  readonly kind?: string;
  readonly attribute: string;
  readonly values: readonly Buffer[];
}

/** A write hashes a handful at most: each value costs tens of milliseconds of processor. */
const passwordsMax = 8;

/**
 * The inputs of a write with every new `userPassword` made ready to be stored: before the
 * transaction, because hashing waits.
 *
 * @param make what is stored of a value; by default what is hashed already is taken as it is
 * @throws LdapError `adminLimitExceeded`, `busy`, and what `make` throws
 */
export async function withHashedPasswords<T extends WithValues>(
  schema: Schema,
  inputs: readonly T[],
  make: (value: Buffer) => Promise<Buffer> = hashedOnce,
): Promise<readonly T[]> {
  const passwords = inputs.filter((input) => isNewPassword(schema, input));
  if (passwords.length === 0) return inputs;
  if (passwords.reduce((sum, { values }) => sum + values.length, 0) > passwordsMax) {
    throw new LdapError('adminLimitExceeded', 'too many passwords in one request');
  }
  const made: T[] = [];
  for (const input of inputs) {
    if (!passwords.includes(input)) made.push(input);
    else made.push({ ...input, values: await inTurn(input.values, make) });
  }
  return made;
}

async function inTurn(
  values: readonly Buffer[],
  make: (value: Buffer) => Promise<Buffer>,
): Promise<Buffer[]> {
  const made: Buffer[] = [];
  for (const value of values) made.push(await make(value));
  return made;
}

/** The operator's files bring passwords hashed elsewhere; one in clear is hashed here. */
async function hashedOnce(value: Buffer): Promise<Buffer> {
  return isHashed(value) ? value : Buffer.from(await hashPassword(value));
}

/** A password to be stored; one to be deleted is compared with what is there. */
function isNewPassword(schema: Schema, { attribute, kind }: WithValues): boolean {
  return kind !== 'delete' && isPassword(schema, attribute);
}

/** Whether a description is of `userPassword`. @throws LdapError `undefinedAttributeType` */
export function isPassword(schema: Schema, attribute: string): boolean {
  return describe(schema, attribute).type.name === 'userPassword';
}
