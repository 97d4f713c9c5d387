import type { ScimClient } from './client.js';
import type { RemoteUser } from './differences.js';
import { blocked, exchange, retry } from './exchange.js';
import { annuaireUserSchema } from './scim-user.js';

/** An account at the target, with what identifies it. */
export interface RemoteAccount {
  readonly id: string;
  readonly userName: string;
  /** The entryUUID it carries; undefined for an account that is not yet ours. */
  readonly person: string | undefined;
  /** `meta.version`, for If-Match; a bare ETag header proves nothing. */
  readonly version: string | undefined;
  readonly user: RemoteUser;
}

/** Reads a known account. Undefined when it is gone. @throws PushStopped */
export async function accountById(
  client: ScimClient,
  id: string,
): Promise<RemoteAccount | undefined> {
  const answer = await exchange(
    client,
    { method: 'GET', path: `/Users/${encodeURIComponent(id)}` },
    [200, 404],
  );
  if (answer.status === 404) return undefined;
  const account = accountOf(answer.body);
  if (!account) throw retry('Réponse illisible de webDCR');
  return account;
}

/**
 * Looks an account up by login, compared folded (RFC 7643 §4.1.1: userName ignores case). What
 * the target returns is checked: some ignore the filter.
 *
 * @throws PushStopped blocked when several match.
 */
export async function accountByLogin(
  client: ScimClient,
  login: string,
): Promise<RemoteAccount | undefined> {
  return oneOf(await accountsByLogin(client, login));
}

/** All of them: a target may hold a login twice. */
export async function accountsByLogin(
  client: ScimClient,
  login: string,
): Promise<readonly RemoteAccount[]> {
  const found = await accountsMatching(client, `userName eq ${quoted(login)}`);
  return found.filter((each) => fold(each.userName) === fold(login));
}

/** Looks an account up by the entryUUID it carries: its login may have changed here. */
export async function accountByPerson(
  client: ScimClient,
  person: string,
): Promise<RemoteAccount | undefined> {
  return oneOf(await accountsByPerson(client, person));
}

/** All of them: a target may have made an account twice. */
export async function accountsByPerson(
  client: ScimClient,
  person: string,
): Promise<readonly RemoteAccount[]> {
  const filter = `${annuaireUserSchema}:entryUUID eq ${quoted(person)}`;
  const found = await accountsMatching(client, filter);
  return found.filter((each) => each.person === person);
}

const pageSize = 100;
const pagesMax = 1_000;

/**
 * Reads the accounts page by page until one matches the login folded: the way out when the
 * target says the login exists but its filter, being case-sensitive, does not find it.
 */
export async function accountByScan(
  client: ScimClient,
  login: string,
): Promise<RemoteAccount | undefined> {
  const seen = new Set<string>();
  for (let page = 0; page < pagesMax; page += 1) {
    const query = { startIndex: String(seen.size + 1), count: String(pageSize) };
    const answer = await exchange(client, { method: 'GET', path: '/Users', query }, [200]);
    const accounts = resourcesOf(answer.body);
    const found = accounts.find((each) => fold(each.userName) === fold(login));
    if (found) return found;
    const before = seen.size;
    for (const { id } of accounts) seen.add(id);
    // No new id: the end, or a target that answers past the end with its first page again.
    if (seen.size === before) return undefined;
  }
  return undefined;
}

/** The account of a resource; undefined when it is not one. */
export function accountOf(user: RemoteUser | undefined): RemoteAccount | undefined {
  const id = user?.['id'];
  const userName = user?.['userName'];
  if (!user || typeof id !== 'string' || typeof userName !== 'string') return undefined;
  const person = memberOf(user[annuaireUserSchema], 'entryUUID');
  return { id, userName, person, version: memberOf(user['meta'], 'version'), user };
}

/** What the target gives for a filter; it may ignore it, so that this is checked. */
export async function accountsMatching(
  client: ScimClient,
  filter: string,
): Promise<RemoteAccount[]> {
  const query = { filter };
  // 404 and 400 invalidFilter: targets that know no such attribute, or no user yet.
  const answer = await exchange(client, { method: 'GET', path: '/Users', query }, [200, 400, 404]);
  return answer.status === 200 ? resourcesOf(answer.body) : [];
}

/** The accounts of a list (RFC 7644 §3.4.2), without what is none. @throws PushStopped */
export function resourcesOf(body: RemoteUser | undefined): RemoteAccount[] {
  if (!body) throw retry('Réponse illisible de webDCR');
  const resources = body['Resources'];
  if (!Array.isArray(resources)) return [];
  return (resources as RemoteUser[]).flatMap((each) => accountOf(each) ?? []);
}

/** @throws PushStopped blocked when there are several */
export function oneOf(accounts: readonly RemoteAccount[]): RemoteAccount | undefined {
  const ids = new Set(accounts.map(({ id }) => id));
  if (ids.size > 1) throw blocked('Plusieurs comptes webDCR portent ce login');
  return accounts[0];
}

/** A string of a SCIM filter is a JSON string (RFC 7644 §3.4.2.2). */
export const quoted = (text: string): string => JSON.stringify(text);

/** Logins are compared so. */
export const fold = (text: string): string => text.normalize('NFC').toLowerCase();

function memberOf(value: unknown, key: string): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const member = (value as Readonly<Record<string, unknown>>)[key];
  return typeof member === 'string' && member !== '' ? member : undefined;
}
