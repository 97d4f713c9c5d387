import { LdapError } from '../../model/result.js';
import type { DnKey } from '../../schema/definitions.js';
import type { Kernel } from '../context.js';
import { dnKeyOf } from '../dn-text.js';
import { keyOfLogin } from '../login-name.js';
import { badCredentials } from './sign-in.js';

/**
 * The name that a SASL client gives to be authenticated by: a login, or `dn:` and a name.
 *
 * @throws LdapError `invalidCredentials` for what can name no entry
 */
export function keyOfClient(kernel: Kernel, given: string): DnKey {
  try {
    if (/^dn:/i.test(given)) return dnKeyOf(kernel, given.slice(3));
    return keyOfLogin(kernel, kernel.store.current, given);
  } catch (error) {
    if (error instanceof LdapError) throw badCredentials();
    throw error;
  }
}
