import { type Entry, textOf } from '../model/entry.js';
import { LdapError } from '../model/result.js';
import { type PasswordPolicy, policyOf } from '../password/policy.js';
import type { DnKey } from '../schema/definitions.js';
import type { Reader } from '../store/reader.js';
import type { Kernel } from './context.js';
import { dnKeyOf } from './dn-text.js';

/**
 * The password policy of an entry (draft-behera-ldap-password-policy-10 §10): the one that its
 * `pwdPolicySubentry` names, else `cn=default,ou=politiques`, else what is built in.
 */

export const defaultPolicyName = (suffix: string): string => `cn=default,ou=politiques,${suffix}`;

/** @param named the entry's `pwdPolicySubentry` */
export function policyFor(
  kernel: Kernel,
  reader: Reader,
  named: string | undefined,
): PasswordPolicy {
  return (
    (named === undefined ? undefined : policyNamed(kernel, reader, named)) ??
    defaultPolicy(kernel, reader) ??
    kernel.builtInPolicy
  );
}

/** The default policy, when there is such an entry. */
export function defaultPolicy(kernel: Kernel, reader: Reader): PasswordPolicy | undefined {
  return policyNamed(kernel, reader, defaultPolicyName(kernel.suffix));
}

function policyNamed(kernel: Kernel, reader: Reader, name: string): PasswordPolicy | undefined {
  const key = keyOf(kernel, name);
  if (!key) return undefined;
  const known = kernel.memory.policies.read(reader, () => new Map());
  // What a transaction alone sees is a memory of its own, which goes with it.
  let policy = known.get(key.text);
  if (policy === undefined) {
    policy = readPolicy(kernel, reader, key) ?? null;
    known.set(key.text, policy);
  }
  return policy ?? undefined;
}

function readPolicy(kernel: Kernel, reader: Reader, key: DnKey): PasswordPolicy | undefined {
  const id = reader.find(key);
  const entry = id === undefined ? undefined : reader.entry(id);
  if (!entry || !isUserPasswordPolicy(kernel, entry)) return undefined;
  return policyOf((attribute) => textOf(entry, attribute));
}

/** A policy of class `pwdPolicy` that is about `userPassword`, the one password there is. */
function isUserPasswordPolicy({ schema }: Kernel, entry: Entry): boolean {
  const about = textOf(entry, 'pwdAttribute');
  return about !== undefined && schema.attributeType(about)?.name === 'userPassword';
}

function keyOf(kernel: Kernel, name: string): DnKey | undefined {
  try {
    return dnKeyOf(kernel, name);
  } catch (error) {
    if (error instanceof LdapError) return undefined;
    throw error;
  }
}
