import { responseAttribute, type Service } from '../domain/catalogue.js';
import { type Entry, textOf } from '../model/entry.js';
import type { PushOutcome } from '../provision/push-outcome.js';
import { desiredUser, type DesiredUser, userHash } from '../provision/scim-user.js';
import type { ScimTarget } from '../provision/scim-target.js';
import type { ProvisioningRow } from '../state/provisioning.js';
import type { People } from './people.js';

/** `toutes`: every person; `acces`: those who have the service or had it. */
export type ProvisioningScope = 'toutes' | 'acces';

/** How a push ended, with what a success is remembered by. */
export type PersonOutcome =
  | { readonly kind: 'out-of-scope' }
  | {
      readonly kind: 'pushed';
      readonly outcome: PushOutcome;
      readonly hash: string | null;
      readonly login: string;
    };

/**
 * Brings the target to what the directory says of a person now: whatever happened since the
 * mark is in it. Nothing is asked of the target when it is known to hold this content.
 */
export async function pushPerson(
  row: ProvisioningRow,
  to: {
    readonly people: People;
    readonly target: ScimTarget;
    readonly scope: ProvisioningScope;
    /** The service whose answer opens the target's accounts. */
    readonly service: Service;
  },
): Promise<PersonOutcome> {
  const entry = row.removed ? undefined : await to.people.locate(row.person, row.dn);
  const response = responseAttribute(to.service);
  const user = entry && desiredUser(entry, response);
  if (!entry || !user) return removePerson(row, to.target);
  if (!isInScope(to.scope, row, { entry, user, response })) return { kind: 'out-of-scope' };

  const { person, remoteId } = row;
  const hash = userHash(user);
  const login = user.userName;
  if (remoteId !== null && row.sentHash === hash && !row.compare) {
    const outcome: PushOutcome = { kind: 'sent', remoteId, did: 'nothing', adopted: false };
    return { kind: 'pushed', outcome, hash, login };
  }
  const outcome = await to.target.push({
    person,
    user,
    remoteId: remoteId ?? undefined,
    // A first account that is closed from the start would serve nobody in the narrow scope.
    mayCreate: to.scope === 'toutes' || user.active,
  });
  return { kind: 'pushed', outcome, hash, login };
}

async function removePerson(row: ProvisioningRow, target: ScimTarget): Promise<PersonOutcome> {
  const { person, login, remoteId } = row;
  // Never sent and gone: nothing of it is at the target.
  if (login === null) return { kind: 'out-of-scope' };
  const outcome = await target.deactivate({ person, login, remoteId: remoteId ?? undefined });
  return { kind: 'pushed', outcome, hash: null, login };
}

function isInScope(
  scope: ProvisioningScope,
  row: ProvisioningRow,
  wanted: { readonly entry: Entry; readonly user: DesiredUser; readonly response: string },
): boolean {
  if (scope === 'toutes' || wanted.user.active || row.remoteId !== null) return true;
  // Refused may mean revoked before we were told: an account may be open there.
  const answer = textOf(wanted.entry, wanted.response);
  return answer === 'Acceptée' || answer === 'Refusée';
}
