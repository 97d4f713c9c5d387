import { type Entry, entryOf } from '../model/entry.js';
import { anyEntry, type Filter } from '../model/filter.js';
import { searchOf } from '../model/request.js';
import type { LdifDoor } from '../import/ldif-door.js';
import type { LdapClient } from './ldap-client.js';
import { CommandError, Exit } from './exit.js';

/**
 * Signs in over the local socket: whoever may open it is root (SASL EXTERNAL, RFC 4422
 * Appendix A); the identity `u:restore` asks to act as the import, which may write national
 * values.
 */
export async function signIn(client: LdapClient, identity: 'root' | 'restore'): Promise<void> {
  const credentials = Buffer.from(identity === 'root' ? '' : 'u:restore');
  const { result } = await client.request({
    kind: 'bind',
    version: 3,
    dn: '',
    authentication: { kind: 'sasl', mechanism: 'EXTERNAL', credentials },
  });
  if (result.code !== 'success') throw new CommandError(Exit.refused, result.message);
}

/** The records of a file go to a running server. */
export function socketDoor(client: LdapClient): LdifDoor {
  return {
    apply: async (request, controls) => (await client.request(request, controls)).result,
    entry: async (dn) => {
      const [entry] = await searchOver(client, { base: dn, scope: 'base', filter: anyEntry });
      return entry;
    },
  };
}

export interface ClientSearch {
  readonly base: string;
  readonly scope: 'base' | 'one' | 'sub';
  readonly filter: Filter;
  readonly attributes?: readonly string[];
}

/**
 * The entries found; none when the base does not exist.
 *
 * @throws CommandError when the search is refused
 */
export async function searchOver(client: LdapClient, search: ClientSearch): Promise<Entry[]> {
  const found: Entry[] = [];
  const { result } = await client.request(searchOf(search), [], (response) => {
    if (response.kind !== 'entry') return;
    const attributes = response.attributes.map(({ attribute, values }) => ({
      description: attribute,
      values: values.map((value) => Buffer.from(value)),
    }));
    found.push(entryOf(response.dn, attributes));
  });
  if (result.code !== 'success' && result.code !== 'noSuchObject') {
    throw new CommandError(Exit.refused, `${result.message} (${result.code})`);
  }
  return found;
}
