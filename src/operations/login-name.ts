import { parseDn } from '../model/dn.js';
import type { DnKey } from '../schema/definitions.js';
import type { Reader } from '../store/reader.js';
import type { Kernel } from './context.js';

/**
 * The name that a login stands for, whether or not there is such an entry: a person's `uid`, or
 * else a service account's `cn`. A plain directory has no such branches: there it is the one
 * entry with this `uid`, and where several have it a login names nobody.
 *
 * @throws LdapError `invalidDNSyntax` for a login that no entry could have
 */
export function keyOfLogin(kernel: Kernel, reader: Reader, login: string): DnKey {
  if (!kernel.catalogue) {
    return keyOfUid(kernel, reader, login) ?? keyBelow(kernel, { type: 'uid', login, branch: '' });
  }
  const person = keyBelow(kernel, { type: 'uid', login, branch: 'ou=personnes,' });
  if (reader.find(person) !== undefined) return person;
  const account = keyBelow(kernel, { type: 'cn', login, branch: 'ou=comptes,' });
  return reader.find(account) === undefined ? person : account;
}

function keyBelow(
  { schema, suffix }: Kernel,
  of: { readonly type: string; readonly login: string; readonly branch: string },
): DnKey {
  const rdn = [{ type: of.type, value: Buffer.from(of.login) }];
  return schema.dnKey([rdn, ...parseDn(`${of.branch}${suffix}`)]);
}

function keyOfUid({ schema }: Kernel, reader: Reader, login: string): DnKey | undefined {
  const key = schema.attributeType('uid')?.equality?.prepareAssertion(Buffer.from(login));
  const postings = key && reader.index.equality('uid', key);
  const ids = postings?.exact ? postings.ids() : [];
  const dn = ids.length === 1 ? reader.dn(ids[0] ?? 0) : undefined;
  return dn === undefined ? undefined : schema.dnKey(parseDn(dn));
}
