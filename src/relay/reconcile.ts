import { setImmediate } from 'node:timers/promises';

import { responseAttribute } from '../domain/catalogue.js';
import type { RemoteAccount } from '../provision/accounts.js';
import { differences } from '../provision/differences.js';
import { PushStopped } from '../provision/push-outcome.js';
import type { AccountScan } from '../provision/scan-accounts.js';
import {
  type Difference,
  KnownPersons,
  type ReconciliationClass,
  reconciliationClasses,
  type ReconciliationCounts,
} from '../provision/reconciliation.js';
import type { DesiredUser } from '../provision/scim-user.js';
import type { DurableState } from '../state/durable-state.js';
import { reconciliationEnded } from '../state/last-reconciliation.js';
import { comparisonWanted, provisioningOf } from '../state/provisioning.js';
import type { People } from './people.js';
import { isInScope, type PushMeans, wantedUser } from './push-person.js';

/** What a comparison found, and what was marked for sending. */
export interface Reconciliation {
  readonly counts: ReconciliationCounts;
  /** The first hundred. */
  readonly differences: readonly Difference[];
  /** Why nothing is concluded about absence, in French. */
  readonly incomplete: string | undefined;
  readonly accounts: number;
  readonly repaired: number;
}

export interface Reconciling extends Pick<PushMeans, 'mapping' | 'scope' | 'service' | 'target'> {
  readonly store: DurableState;
  readonly people: People;
  readonly clock: () => Date;
  readonly closing: () => boolean;
  readonly lastSequence: () => number;
}

const differencesMax = 100;
const batchPersons = 250;
const lookUpsMax = 100;

/**
 * Compares the directory with the target, without a write there. `repair` marks who differs and,
 * after a complete scan, who is absent: each is then pushed as any change is, through the safety
 * valve. Accounts that nobody here has, duplicates and conflicts are reported and left alone.
 *
 * @param of.person one person only.
 */
export async function reconcile(
  reconciling: Reconciling,
  of: { readonly person: string | undefined; readonly repair: boolean },
): Promise<Reconciliation> {
  const tally = new Tally();
  const known = await knownPersons(reconciling, of.person);
  const take = async (account: RemoteAccount): Promise<void> => {
    if (reconciling.closing()) throw closed();
    await compare(reconciling, { known, account, tally });
  };
  const scan =
    of.person === undefined
      ? await reconciling.target.scan(take)
      : await lookUp(reconciling, { person: of.person, known, take });
  const incomplete = scan.incomplete ?? (await noteUnmet(reconciling, { known, tally }));
  if (of.repair) await mark(reconciling, tally.toSend);
  const { counts, first } = tally;
  const repaired = of.repair ? tally.toSend.length : 0;
  const { accounts } = scan;
  if (of.person === undefined) {
    const endedAt = reconciling.clock().getTime();
    const row = { endedAt, counts, incomplete: incomplete ?? null, accounts, repaired };
    await reconciling.store.write(({ state }) => {
      reconciliationEnded(state, row);
    });
  }
  return { counts, differences: first, incomplete, accounts, repaired };
}

class Tally {
  readonly counts = Object.fromEntries(reconciliationClasses.map((each) => [each, 0])) as Record<
    ReconciliationClass,
    number
  >;
  readonly first: Difference[] = [];
  /** Persons that a push would mend. */
  readonly toSend: string[] = [];

  note(difference: Pick<Difference, 'class' | 'login'> & Partial<Difference>): void {
    this.counts[difference.class] += 1;
    const { person } = difference;
    const mends = difference.class === 'différent' || difference.class === 'absent';
    if (mends && person !== undefined) this.toSend.push(person);
    if (this.first.length >= differencesMax) return;
    this.first.push({ person: undefined, remoteId: undefined, attributes: [], ...difference });
  }
}

async function knownPersons(
  { people }: Reconciling,
  only: string | undefined,
): Promise<KnownPersons> {
  const known = new KnownPersons();
  const names = await people.everyone();
  for (const [at, dn] of names.entries()) {
    const person = people.identityAt(dn);
    if (person && (only === undefined || person.entryUuid === only)) {
      known.add(person.entryUuid, { login: person.login, dn });
    }
    // Clients are served in between.
    if (at % batchPersons === 0) await setImmediate();
  }
  return known;
}

async function compare(
  reconciling: Reconciling,
  { known, account, tally }: { known: KnownPersons; account: RemoteAccount; tally: Tally },
): Promise<void> {
  const match = known.match(account);
  const remoteId = account.id;
  if (match.kind === 'inconnu') {
    tally.note({ class: 'inconnu', login: account.userName, remoteId });
    return;
  }
  const { person } = match;
  const names = known.namesOf(person);
  const login = names?.login ?? account.userName;
  if (match.kind !== 'person') {
    tally.note({ class: match.kind, login, person, remoteId });
    return;
  }
  const user = await desiredOf(reconciling, person, names?.dn);
  // Removed since we began: its removal is on its way.
  if (!user) return;
  const attributes = differences(user, account.user).map(({ path }) => path);
  if (attributes.length === 0) tally.counts.identique += 1;
  else tally.note({ class: 'différent', login, person, remoteId, attributes });
}

/**
 * Notes who has no account, the first of them looked up: a target may announce as its total
 * what one page holds. Returns why absence cannot be concluded after all, with nobody noted.
 */
async function noteUnmet(
  reconciling: Reconciling,
  { known, tally }: { known: KnownPersons; tally: Tally },
): Promise<string | undefined> {
  const unmet: Pick<Difference, 'class' | 'login' | 'person'>[] = [];
  let lookUps = 0;
  for (const each of known.unmet()) {
    const { person, login } = each;
    if (!(await isWanted(reconciling, { person, dn: known.namesOf(person)?.dn }))) continue;
    unmet.push(each);
    if (each.class !== 'absent' || lookUps >= lookUpsMax) continue;
    lookUps += 1;
    const reason = await unseenReason(reconciling, { person, login });
    if (reason !== undefined) return reason;
  }
  for (const each of unmet) tally.note(each);
  return undefined;
}

/** Undefined when the target has no account of a person indeed. */
async function unseenReason(
  { target }: Reconciling,
  { person, login }: { readonly person: string; readonly login: string },
): Promise<string | undefined> {
  try {
    const found = await target.accountsOf({ person, login, remoteId: undefined });
    return found.length === 0 ? undefined : `webDCR n’a pas montré le compte de ${login}`;
  } catch (error) {
    if (error instanceof PushStopped) return error.outcome.reason;
    throw error;
  }
}

/** The accounts of one person, by look-ups instead of a scan. */
async function lookUp(
  { target, store }: Reconciling,
  of: {
    readonly person: string;
    readonly known: KnownPersons;
    readonly take: (account: RemoteAccount) => Promise<void>;
  },
): Promise<AccountScan> {
  const { person } = of;
  const login = of.known.namesOf(person)?.login;
  if (login === undefined) return { accounts: 0, pages: 0, incomplete: 'personne inconnue ici' };
  try {
    const remoteId = provisioningOf(store.state, person)?.remoteId ?? undefined;
    const accounts = await target.accountsOf({ person, login, remoteId });
    for (const account of accounts) await of.take(account);
    return { accounts: accounts.length, pages: 0, incomplete: undefined };
  } catch (error) {
    if (!(error instanceof PushStopped)) throw error;
    return { accounts: 0, pages: 0, incomplete: error.outcome.reason };
  }
}

async function desiredOf(
  reconciling: Reconciling,
  person: string,
  dn: string | undefined,
): Promise<DesiredUser | undefined> {
  const entry = await reconciling.people.locate(person, dn);
  return entry && wantedUser(entry, reconciling);
}

/** Whether the target is to have an account of a person. */
async function isWanted(
  reconciling: Reconciling,
  { person, dn }: { readonly person: string; readonly dn: string | undefined },
): Promise<boolean> {
  const { store, people, scope, service } = reconciling;
  const row = provisioningOf(store.state, person);
  const entry = await people.locate(person, dn);
  const user = entry && (await wantedUser(entry, reconciling));
  if (!entry || !user) return false;
  const response = responseAttribute(service);
  const remoteId = row?.remoteId ?? null;
  return isInScope(scope, { remoteId }, { entry, user, response });
}

async function mark(
  { store, clock, lastSequence, closing }: Reconciling,
  persons: readonly string[],
): Promise<void> {
  const sequence = lastSequence();
  for (let at = 0; at < persons.length && !closing(); at += batchPersons) {
    const now = clock().getTime();
    await store.write(({ state }) => {
      for (const person of persons.slice(at, at + batchPersons)) {
        comparisonWanted(state, { person, sequence, now });
      }
    });
    await setImmediate();
  }
}

const closed = (): PushStopped => new PushStopped({ kind: 'retry', reason: 'le service s’arrête' });
