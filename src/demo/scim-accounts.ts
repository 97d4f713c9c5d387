import { patchUser } from './scim-patch.js';
import { checkUser, extensionSchema, invalid, ScimRefusal, type ScimObject } from './scim-rules.js';

/** An account of the demonstration's webDCR. */
export interface ReceivedAccount {
  readonly id: string;
  readonly user: ScimObject;
  /** Counts writes; `W/"3"` is the version of If-Match. */
  readonly revision: number;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/** The accounts, in memory. Every method throws ScimRefusal for what RFC 7644 refuses. */
export interface ReceivedAccounts {
  all(): readonly ReceivedAccount[];
  get(id: string): ReceivedAccount;
  search(filter: string | undefined): readonly ReceivedAccount[];
  create(resource: unknown): ReceivedAccount;
  replace(id: string, resource: unknown, ifMatch: string | undefined): ReceivedAccount;
  patch(id: string, message: unknown, ifMatch: string | undefined): ReceivedAccount;
}

const accountsMax = 100_000;

export function receivedAccounts(options: {
  readonly clock: () => Date;
  readonly randomUuid: () => string;
}): ReceivedAccounts {
  const { clock, randomUuid } = options;
  const accounts = new Map<string, ReceivedAccount>();
  const idByLogin = new Map<string, string>();

  const get = (id: string): ReceivedAccount => {
    const account = accounts.get(id);
    if (!account) throw new ScimRefusal(404, `no user ${id}`);
    return account;
  };
  const save = (account: ReceivedAccount): ReceivedAccount => {
    const login = loginOf(account.user);
    const holder = idByLogin.get(login);
    if (holder !== undefined && holder !== account.id) {
      throw new ScimRefusal(409, 'userName is taken', 'uniqueness');
    }
    const before = accounts.get(account.id);
    if (before) idByLogin.delete(loginOf(before.user));
    idByLogin.set(login, account.id);
    accounts.set(account.id, account);
    return account;
  };
  const change = (
    id: string,
    ifMatch: string | undefined,
    changed: (user: ScimObject) => ScimObject,
  ): ReceivedAccount => {
    const account = get(id);
    if (ifMatch !== undefined && ifMatch !== versionOf(account)) {
      throw new ScimRefusal(412, 'the user has changed since');
    }
    const user = changed(account.user);
    return save({ ...account, user, revision: account.revision + 1, updatedAt: clock() });
  };

  return {
    all: () => [...accounts.values()],
    get,
    search: (filter) => {
      if (filter === undefined) return [...accounts.values()];
      const { path, value } = comparisonOf(filter);
      if (path !== 'username') return [...accounts.values()].filter(matcher(path, value));
      const id = idByLogin.get(value.toLowerCase());
      return id === undefined ? [] : [get(id)];
    },
    create: (resource) => {
      const user = checkUser(resource);
      if (accounts.size >= accountsMax) throw new ScimRefusal(507, 'too many users');
      const now = clock();
      return save({ id: randomUuid(), user, revision: 1, createdAt: now, updatedAt: now });
    },
    replace: (id, resource, ifMatch) => change(id, ifMatch, () => checkUser(resource)),
    patch: (id, message, ifMatch) => change(id, ifMatch, (user) => patchUser(user, message)),
  };
}

export const versionOf = ({ revision }: ReceivedAccount): string => `W/"${revision}"`;

/** The resource as answered (RFC 7643 §3.1). */
export function resourceOf(account: ReceivedAccount): ScimObject {
  const { id, user, createdAt, updatedAt } = account;
  return {
    ...user,
    id,
    meta: {
      resourceType: 'User',
      created: createdAt.toISOString(),
      lastModified: updatedAt.toISOString(),
      version: versionOf(account),
      location: `/scim/v2/Users/${id}`,
    },
  };
}

const loginOf = (user: ScimObject): string => String(user['userName']).toLowerCase();

/** `path eq "value"`, the one filter this target knows. */
function comparisonOf(filter: string): { readonly path: string; readonly value: string } {
  const match = /^(\S+) eq ("(?:[^"\\]|\\.)*")$/i.exec(filter);
  if (!match?.[1] || !match[2]) throw new ScimRefusal(400, 'filter', 'invalidFilter');
  try {
    return { path: match[1].toLowerCase(), value: String(JSON.parse(match[2])) };
  } catch {
    throw new ScimRefusal(400, 'filter', 'invalidFilter');
  }
}

function matcher(path: string, value: string): (account: ReceivedAccount) => boolean {
  const extension = `${extensionSchema}:entryUUID`.toLowerCase();
  if (path === 'externalid') return ({ user }) => user['externalId'] === value;
  if (path !== extension) throw invalid(`cannot filter on ${path}`);
  return ({ user }) => (user[extensionSchema] as ScimObject | undefined)?.['entryUUID'] === value;
}
