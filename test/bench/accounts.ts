import { hash } from '@node-rs/argon2';
import { ldifEntry } from '../region/ldif-text.js';
import { saltedSha } from './salted-sha.js';

/** An account of a program that uses the directory. */
export interface Account {
  readonly dn: string;
  readonly password: string;
}

const account = (cn: string, suffix: string): Account => ({
  dn: `cn=${cn},ou=comptes,${suffix}`,
  password: `secret-${cn}`,
});

/** Reads everything that is not closed. */
export const readerOf = (suffix: string): Account => account('sso', suffix);
/** Reads the same and writes `description`, and no more than that. */
export const editorOf = (suffix: string): Account => account('editeur', suffix);

const slowAccounts = 256;

/** Accounts whose passwords take an argon2 derivation to verify. */
export const slowAccountsOf = (suffix: string): Account[] =>
  Array.from({ length: slowAccounts }, (_, at) => ({
    ...account(`argon${String(at)}`, suffix),
    password: slowPassword,
  }));

const slowPassword = 'secret-argon';

/** The accounts as LDIF; what our server makes of a new password, 19 MiB and two passes. */
export async function accountsLdif(suffix: string): Promise<string> {
  const slow = await hash(slowPassword, { memoryCost: 19_456, timeCost: 2, parallelism: 1 });
  const quick = [readerOf(suffix), editorOf(suffix)];
  return [
    ...quick.map((each) => record(each, saltedSha(each.password, each.dn))),
    ...slowAccountsOf(suffix).map((each) => record(each, `{ARGON2}${slow}`)),
  ].join('');
}

function record({ dn }: Account, userPassword: string): string {
  const cn = /^cn=([^,]+),/.exec(dn)?.[1] ?? '';
  return ldifEntry(dn, [
    ['objectClass', 'inetOrgPerson'],
    ['cn', cn],
    ['sn', cn],
    ['userPassword', userPassword],
  ]);
}
