import type { AccessState } from '../domain/access-state.js';
import { responseAttribute, type Service } from '../domain/catalogue.js';
import { escapeValue } from '../model/dn.js';
import { textOf } from '../model/entry.js';
import type { Modification } from '../model/modification.js';
import type { Directory, JournalRow } from '../operations/directory.js';
import { actorName } from './history.js';
import type { PanelOptions } from './options.js';
import { journalText } from './record-changes.js';
import { refusalText } from './refusals.js';
import type { Said } from './said.js';
import type { SignedIn } from './signed-in.js';
import { hourOf, momentOf, dayOf } from './typography.js';

/** Which request: who asks for what. */
export interface RequestKey {
  readonly login: string;
  readonly service: Service;
}

/** `francois.grangere:Cancerologie`, as forms and addresses name a request. */
export const keyText = ({ login, service }: RequestKey): string => `${login}:${service.code}`;

export function requestKeyOf(
  text: string,
  { catalogue }: Pick<PanelOptions, 'catalogue'>,
): RequestKey | undefined {
  const colon = text.lastIndexOf(':');
  const service = catalogue.byCode(text.slice(colon + 1));
  return service && colon > 0 ? { login: text.slice(0, colon), service } : undefined;
}

export type Verdict = Extract<AccessState, 'Acceptée' | 'Refusée'>;

/** What became of one decision, in words for who took it. */
export interface DecisionOutcome {
  readonly key: RequestKey;
  readonly isDone: boolean;
  readonly text: string | Said;
}

/**
 * Answers a request that still waits, as the signed-in person. If somebody else answered it
 * meanwhile nothing is changed, and who did, and when, is said.
 */
export async function decideRequest(
  { directory, clock }: PanelOptions,
  signedIn: SignedIn,
  decision: {
    readonly key: RequestKey;
    readonly verdict: Verdict;
    readonly reason: string;
    readonly address: string;
  },
): Promise<DecisionOutcome> {
  const { key, verdict, reason, address } = decision;
  const dn = personDn(directory, key.login);
  const result = await signedIn.operations.modify(
    { kind: 'modify', dn, changes: exchange(key.service, 'A traiter', verdict) },
    { controls: [], address, ...(reason !== '' && { reason }) },
  );
  if (result.code === 'success') return { key, isDone: true, text: verdict.toLowerCase() };
  if (result.code !== 'noSuchAttribute') return { key, isDone: false, text: refusalText(result) };
  return { key, isDone: false, text: whoAnswered(directory, signedIn, key, clock()) };
}

/** Writes one state over another, and nothing when it is not the one that stands. */
export function exchange(service: Service, from: AccessState, to: AccessState): Modification[] {
  const attribute = responseAttribute(service);
  return [
    { kind: 'delete', attribute, values: [Buffer.from(from)] },
    { kind: 'add', attribute, values: [Buffer.from(to)] },
  ];
}

export function personDn({ suffix }: Pick<Directory, 'suffix'>, login: string): string {
  return `uid=${escapeValue(Buffer.from(login))},ou=personnes,${suffix}`;
}

/** `déjà acceptée par anne.le-goff à 10 h 42`; on another day than today, which. */
function whoAnswered(
  directory: Directory,
  { operations }: SignedIn,
  key: RequestKey,
  now: Date,
): string | Said {
  const person = operations.read(personDn(directory, key.login), ['*', 'entryUUID']);
  const uuid = person && textOf(person, 'entryUUID');
  const last = uuid === undefined ? undefined : lastAnswer(directory, uuid, key.service);
  if (!last) return 'cette demande n’attend plus de réponse';
  const at = new Date(last.row.time);
  const who = actorName(last.row.actor);
  const [today, earlier] = answered[last.to] ?? otherwise;
  return dayOf(at) === dayOf(now)
    ? { words: today, who, when: hourOf(at) }
    : { words: earlier, who, when: momentOf(at) };
}

const answered: Readonly<Record<string, readonly [today: string, earlier: string]>> = {
  Acceptée: ['déjà acceptée par {who} à {when}', 'déjà acceptée par {who} le {when}'],
  Refusée: ['déjà refusée par {who} à {when}', 'déjà refusée par {who} le {when}'],
};
const otherwise = ['déjà traitée par {who} à {when}', 'déjà traitée par {who} le {when}'] as const;

const rowsMax = 100;

/** The last change of an answer, from the journal. */
export function lastAnswer(
  directory: Directory,
  entryUuid: string,
  service: Service,
): { readonly row: JournalRow; readonly from: string; readonly to: string } | undefined {
  const attribute = responseAttribute(service).toLowerCase();
  for (const row of directory.journalOf(entryUuid, rowsMax, 'change')) {
    const change = row.changes.find((each) => each.attribute.toLowerCase() === attribute);
    if (!change) continue;
    const [from, to] = [change.before[0], change.after[0]].map((value) =>
      value === undefined ? 'Jamais demandé' : (journalText(value) ?? ''),
    ) as [string, string];
    return { row, from, to };
  }
  return undefined;
}
