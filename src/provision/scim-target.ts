import {
  accountById,
  accountByLogin,
  accountByPerson,
  accountByScan,
  accountOf,
  accountsByLogin,
  accountsByPerson,
  fold,
  oneOf,
  type RemoteAccount,
} from './accounts.js';
import type { ScimClient } from './client.js';
import { differences, mergedUser, type PatchOperation } from './differences.js';
import { type EitherFilter, eitherFilter } from './either-filter.js';
import { blocked, exchange, retry } from './exchange.js';
import { type PushOutcome, PushStopped } from './push-outcome.js';
import { type AccountScan, scanAccounts } from './scan-accounts.js';
import { type DesiredUser, userResource } from './scim-user.js';

/** A SCIM target and the pushes it takes; none of them throws for what the target did. */
export interface ScimTarget {
  /** Makes the target hold a person. `mayCreate` false: only an account it already has. */
  push(push: {
    readonly person: string;
    readonly user: DesiredUser;
    readonly remoteId: string | undefined;
    readonly mayCreate: boolean;
  }): Promise<PushOutcome>;
  /** Deactivates the account of a person whose entry is gone; never deletes it. */
  deactivate(removal: {
    readonly person: string;
    readonly login: string;
    readonly remoteId: string | undefined;
  }): Promise<PushOutcome>;
  /** Reads all accounts; never throws for what the target did. */
  scan(take: (account: RemoteAccount) => Promise<void>): Promise<AccountScan>;
  /** The accounts that a person's login or entryUUID names. @throws PushStopped */
  accountsOf(who: {
    readonly person: string;
    readonly login: string;
    readonly remoteId: string | undefined;
  }): Promise<readonly RemoteAccount[]>;
}

/** What the target can do (RFC 7643 §5). */
interface Capabilities {
  readonly patch: boolean;
  /** Only what it announces: Express emits an ETag on everything and honours If-Match nowhere. */
  readonly etag: boolean;
}

/** A target behind a client; its capabilities are asked once an hour. */
export function scimTarget(client: ScimClient, clock: () => Date): ScimTarget {
  const capabilities = capabilitiesOf(client, clock);
  const either = eitherFilter(client);
  return {
    push: ({ person, user, remoteId, mayCreate }) =>
      settled(async () => {
        const known = await find({ client, either }, { person, login: user.userName, remoteId });
        if (known) return update(client, await capabilities(), { known, user, person });
        if (!mayCreate) return nothing(undefined);
        const created = await create(client, capabilities, { user, person });
        if (created.kind === 'sent') await either.tryOn(user.userName, person);
        return created;
      }),
    deactivate: ({ person, login, remoteId }) =>
      settled(async () => {
        const known = await find({ client, either }, { person, login, remoteId }).catch(
          ignoreForeign,
        );
        // An account that never carried this person's entryUUID is not ours to close.
        if (known?.person !== person) return nothing(undefined);
        if (known.user['active'] === false) return nothing(known.id);
        const operation: PatchOperation = { op: 'replace', path: 'active', value: false };
        await write(client, await capabilities(), known, [operation]);
        return { kind: 'sent', remoteId: known.id, did: 'updated', adopted: false };
      }),
    scan: (take) => scanAccounts(client, take),
    accountsOf: async ({ person, login, remoteId }) => {
      const remembered = remoteId === undefined ? undefined : await accountById(client, remoteId);
      const found = [
        ...(remembered ? [remembered] : []),
        ...(await accountsByLogin(client, login)),
        ...(await accountsByPerson(client, person)),
      ];
      return [...new Map(found.map((account) => [account.id, account])).values()];
    },
  };
}

const nothing = (remoteId: string | undefined): PushOutcome => ({
  kind: 'sent',
  remoteId,
  did: 'nothing',
  adopted: false,
});

async function settled(push: () => Promise<PushOutcome>): Promise<PushOutcome> {
  try {
    return await push();
  } catch (error) {
    if (error instanceof PushStopped) return error.outcome;
    throw error;
  }
}

function ignoreForeign(error: unknown): undefined {
  if (error instanceof PushStopped && error.outcome.kind === 'blocked') return undefined;
  throw error;
}

/**
 * The account of a person: by the remembered id, then by login, then by the entryUUID it
 * carries. Always asked before a creation, so an unknown outcome never makes a second account.
 */
async function find(
  { client, either }: { readonly client: ScimClient; readonly either: EitherFilter },
  who: { readonly person: string; readonly login: string; readonly remoteId: string | undefined },
): Promise<RemoteAccount | undefined> {
  const remembered =
    who.remoteId === undefined ? undefined : await accountById(client, who.remoteId);
  if (remembered && (remembered.person ?? who.person) === who.person) return remembered;
  const both = await either.accounts(who.login, who.person);
  if (both) {
    const byPerson = oneOf(both.filter((each) => each.person === who.person));
    if (byPerson) return byPerson;
    const byLogin = oneOf(both.filter((each) => fold(each.userName) === fold(who.login)));
    return byLogin && adoptable(byLogin, who.person);
  }
  // Side by side: a first load makes these round trips by the thousand.
  const byPersonSought = accountByPerson(client, who.person);
  // What it fails with counts only where it is needed.
  byPersonSought.catch(() => undefined);
  const byLogin = await accountByLogin(client, who.login);
  if (byLogin && byLogin.person === who.person) return byLogin;
  const byPerson = await byPersonSought;
  if (byPerson) return byPerson;
  return byLogin && adoptable(byLogin, who.person);
}

function adoptable(account: RemoteAccount, person: string): RemoteAccount {
  if (account.person !== undefined && account.person !== person) throw loginTaken();
  return account;
}

const loginTaken = (): PushStopped =>
  blocked('login déjà pris : le compte webDCR est celui d’une autre personne');

async function create(
  client: ScimClient,
  capabilities: () => Promise<Capabilities>,
  { user, person }: { readonly user: DesiredUser; readonly person: string },
): Promise<PushOutcome> {
  const body = userResource(user);
  const answer = await exchange(client, { method: 'POST', path: '/Users', body }, [201, 409]);
  if (answer.status === 409) {
    // It exists in another case, or was made since we looked.
    const found =
      (await accountByLogin(client, user.userName)) ?? (await accountByScan(client, user.userName));
    if (!found) throw blocked('login déjà pris : webDCR refuse la création et ne le montre pas');
    const known = adoptable(found, person);
    return update(client, await capabilities(), { known, user, person });
  }
  const account = accountOf(answer.body);
  if (!account) throw retry('webDCR a créé le compte sans dire lequel');
  return { kind: 'sent', remoteId: account.id, did: 'created', adopted: false };
}

async function update(
  client: ScimClient,
  capabilities: Capabilities,
  push: { readonly known: RemoteAccount; readonly user: DesiredUser; readonly person: string },
): Promise<PushOutcome> {
  const { known, user, person } = push;
  const adopted = known.person === undefined;
  const operations = differences(user, known.user);
  if (operations.length > 0) {
    const { userName } = user;
    await write(client, capabilities, known, operations, async () => {
      const holder = await accountByLogin(client, userName);
      return holder !== undefined && holder.id !== known.id && holder.person !== person;
    });
  }
  const did = operations.length > 0 ? 'updated' : 'nothing';
  return { kind: 'sent', remoteId: known.id, did, adopted };
}

async function write(
  client: ScimClient,
  { patch, etag }: Capabilities,
  known: RemoteAccount,
  operations: readonly PatchOperation[],
  takenByOther: () => Promise<boolean> = () => Promise.resolve(false),
): Promise<void> {
  const schemas = ['urn:ietf:params:scim:api:messages:2.0:PatchOp'];
  const answer = await exchange(
    client,
    {
      method: patch ? 'PATCH' : 'PUT',
      path: `/Users/${encodeURIComponent(known.id)}`,
      body: patch ? { schemas, Operations: operations } : mergedUser(known.user, operations),
      ifMatch: etag ? known.version : undefined,
    },
    [200, 204, 404, 409],
  );
  if (answer.status === 404) throw retry('Le compte webDCR vient de disparaître');
  if (answer.status === 409) {
    throw (await takenByOther()) ? loginTaken() : blocked('webDCR refuse la fiche (409)');
  }
}

const capabilitiesMs = 3_600_000;

function capabilitiesOf(client: ScimClient, clock: () => Date): () => Promise<Capabilities> {
  let known: { readonly at: number; readonly value: Capabilities } | undefined;
  return async () => {
    const now = clock().getTime();
    if (known && now - known.at < capabilitiesMs) return known.value;
    const request = { method: 'GET', path: '/ServiceProviderConfig' } as const;
    const { status, body } = await exchange(client, request, [200, 404, 501]);
    const value =
      status === 200
        ? { patch: supported(body?.['patch']), etag: supported(body?.['etag']) }
        : { patch: true, etag: false };
    known = { at: now, value };
    return value;
  };
}

const supported = (feature: unknown): boolean =>
  (feature as { readonly supported?: unknown } | undefined)?.supported === true;
