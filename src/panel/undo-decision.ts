import type { AccessState } from '../domain/access-state.js';
import { textOf } from '../model/entry.js';
import type { Actor } from '../operations/actor.js';
import { exchange, lastAnswer, personDn, type RequestKey } from './decide-request.js';
import type { PanelOptions } from './options.js';
import { refusalText } from './refusals.js';
import { panelActor, type SignedIn } from './signed-in.js';

/** How long one may take a decision back; the mail to the person waits for it. */
export const undoMs = 60_000;

/** The decision that a person took on a request and may still take back. */
export function undoable(
  { directory, clock }: PanelOptions,
  { operations, dn }: SignedIn,
  { login, service }: RequestKey,
): { readonly to: AccessState; readonly at: Date } | undefined {
  const person = operations.read(personDn(directory, login), ['entryUUID']);
  const uuid = person && textOf(person, 'entryUUID');
  const last = uuid === undefined ? undefined : lastAnswer(directory, uuid, service);
  if (last?.row.actor !== dn || last.row.onBehalfOf !== undefined) return undefined;
  if (last.from !== 'A traiter') return undefined;
  const at = new Date(last.row.time);
  if (clock().getTime() - at.getTime() >= undoMs) return undefined;
  return last.to === 'Acceptée' || last.to === 'Refusée' ? { to: last.to, at } : undefined;
}

/**
 * Takes back one's own decision of a moment ago: the request waits again. Undefined when that is
 * done, otherwise why not. A referent may not put a request back (only a regional administrator
 * may): the server does, for the one thing that `undoable` vouches for.
 */
export async function undoDecision(
  options: PanelOptions,
  signedIn: SignedIn,
  undo: { readonly key: RequestKey; readonly address: string },
): Promise<string | undefined> {
  const { key, address } = undo;
  const decision = undoable(options, signedIn, key);
  if (!decision) return 'il est trop tard : la décision est transmise, ou a changé';
  const requester = panelActor(signedIn.dn, signedIn.entryUuid);
  const actor: Actor = {
    kind: 'internal',
    door: 'panel',
    secure: true,
    name: 'system',
    requester,
  };
  const dn = personDn(options.directory, key.login);
  const result = await options.directory
    .as(actor)
    .modify(
      { kind: 'modify', dn, changes: exchange(key.service, decision.to, 'A traiter') },
      { controls: [], address, reason: 'Décision annulée dans la minute' },
    );
  if (result.code === 'success') return undefined;
  return result.code === 'noSuchAttribute'
    ? 'quelqu’un d’autre a répondu depuis'
    : refusalText(result);
}
