import { responseAttribute, type Service } from '../domain/catalogue.js';
import { type Entry, textOf } from '../model/entry.js';
import type { PushOutcome } from '../provision/push-outcome.js';
import { desiredUser, type DesiredUser, filledPaths, userHash } from '../provision/scim-user.js';
import type { ScimMapping } from '../provision/scim-mapping.js';
import type { ScimTarget } from '../provision/scim-target.js';
import type { ProvisioningRow } from '../state/provisioning-row.js';
import type { People } from './people.js';
import { deactivations, risksOf } from './safety-valve.js';

/** `toutes`: every person; `acces`: those who have the service or had it. */
export type ProvisioningScope = 'toutes' | 'acces';

/** How a push ended, with what a success is remembered by. */
export type PersonOutcome =
  | { readonly kind: 'out-of-scope' }
  /** By the safety valve, which has written it. */
  | { readonly kind: 'held' }
  | {
      readonly kind: 'pushed';
      readonly outcome: PushOutcome;
      readonly hash: string | null;
      readonly login: string;
      readonly filled: readonly string[];
    };

export interface PushMeans {
  readonly people: Pick<People, 'locate' | 'activitiesOf'>;
  readonly mapping: ScimMapping;
  readonly target: ScimTarget;
  readonly scope: ProvisioningScope;
  /** The service whose answer opens the target's accounts. */
  readonly service: Service;
  /** The safety valve: true when it holds the person back, which it has then written. */
  readonly hold: (row: ProvisioningRow, risks: readonly string[]) => Promise<boolean>;
}

/**
 * Brings the target to what the directory says of a person now: whatever happened since the
 * mark is in it. Nothing is asked of the target when it is known to hold this content.
 */
export async function pushPerson(row: ProvisioningRow, to: PushMeans): Promise<PersonOutcome> {
  const entry = row.removed ? undefined : await to.people.locate(row.person, row.dn);
  const response = responseAttribute(to.service);
  const user = entry && (await wantedUser(entry, to));
  if (!entry || !user) return removePerson(row, to);
  if (!isInScope(to.scope, row, { entry, user, response })) return { kind: 'out-of-scope' };

  const { person, remoteId } = row;
  const hash = userHash(user);
  const filled = filledPaths(user);
  const sent = { hash, filled, login: user.userName };
  if (remoteId !== null && row.sentHash === hash && !row.compare) {
    const outcome: PushOutcome = { kind: 'sent', remoteId, did: 'nothing', adopted: false };
    return { kind: 'pushed', outcome, ...sent };
  }
  if (await isHeld(row, risksOf(row, filled), to)) return { kind: 'held' };
  const outcome = await to.target.push({
    person,
    user,
    remoteId: remoteId ?? undefined,
    // A first account that is closed from the start would serve nobody in the narrow scope.
    mayCreate: to.scope === 'toutes' || user.active,
  });
  return { kind: 'pushed', outcome, ...sent };
}

/** The account that a person is to have; undefined without a login. */
export async function wantedUser(
  entry: Entry,
  { people, mapping, service }: Pick<PushMeans, 'people' | 'mapping' | 'service'>,
): Promise<DesiredUser | undefined> {
  const activities = mapping.readsActivities ? await people.activitiesOf(entry) : [];
  return desiredUser({ entry, activities }, responseAttribute(service), mapping);
}

async function removePerson(row: ProvisioningRow, to: PushMeans): Promise<PersonOutcome> {
  const { person, login, remoteId } = row;
  // Never sent and gone: nothing of it is at the target.
  if (login === null) return { kind: 'out-of-scope' };
  const risks = row.sentFilled?.includes('active') ? [deactivations] : [];
  if (await isHeld(row, risks, to)) return { kind: 'held' };
  const outcome = await to.target.deactivate({ person, login, remoteId: remoteId ?? undefined });
  return { kind: 'pushed', outcome, hash: null, login, filled: [] };
}

/** What takes nothing away is not even asked for. */
async function isHeld(
  row: ProvisioningRow,
  risks: readonly string[],
  to: PushMeans,
): Promise<boolean> {
  return risks.length > 0 && (await to.hold(row, risks));
}

/** Whether the target is to have an account of a person. */
export function isInScope(
  scope: ProvisioningScope,
  row: Pick<ProvisioningRow, 'remoteId'>,
  wanted: { readonly entry: Entry; readonly user: DesiredUser; readonly response: string },
): boolean {
  if (scope === 'toutes' || wanted.user.active || row.remoteId !== null) return true;
  // Refused may mean revoked before we were told: an account may be open there.
  const answer = textOf(wanted.entry, wanted.response);
  return answer === 'Acceptée' || answer === 'Refusée';
}
