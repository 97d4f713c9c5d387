import { decideAnswer, type AnswererRole } from '../domain/access-request.js';
import { type AccessState, accessStates } from '../domain/access-state.js';
import { responseAttribute, type Service, type ServiceCatalogue } from '../domain/catalogue.js';
import { type Entry, textOf } from '../model/entry.js';
import type { Standing } from './signed-in.js';

/** One line of « Réponses aux Demandes d'Accès ». */
export interface AnswerView {
  readonly name: string;
  /** Its name; the label is « Réponse Accès … ». */
  readonly service: string;
  readonly state: AccessState;
  readonly stateClass: string;
  readonly mayWrite: boolean;
  readonly choices: readonly {
    readonly value: AccessState;
    readonly isChosen: boolean;
    readonly isDisabled: boolean;
  }[];
  readonly error: string | undefined;
}

/** The answer that stands: absent is `Jamais demandé`. */
export function answerOf(person: Entry, service: Service): AccessState {
  const value = textOf(person, responseAttribute(service));
  return accessStates.find((state) => state === value) ?? 'Jamais demandé';
}

/** What a reader is to a service; the directory decides in the end, this greys choices out. */
export function roleOf(standing: Standing, service: Service): AnswererRole {
  if (standing.isAdministrator) return 'regional';
  if (standing.referentOf.includes(service)) return 'referent';
  const also = standing.referentOf.some(({ alsoGrants }) => alsoGrants.includes(service.code));
  return also ? 'also-grants' : 'none';
}

export function answerViews(
  person: Entry,
  options: {
    readonly catalogue: ServiceCatalogue;
    readonly standing: Standing;
    readonly mayWrite: (attribute: string) => boolean;
    readonly typed: Readonly<Record<string, string>>;
    readonly errors: Readonly<Record<string, string>>;
  },
): AnswerView[] {
  return options.catalogue.services.map((service) => {
    const name = responseAttribute(service);
    const from = answerOf(person, service);
    const role = roleOf(options.standing, service);
    const mayWrite = role !== 'none' && options.mayWrite(name);
    const typed = options.typed[name] ?? from;
    return {
      name,
      service: service.label,
      state: from,
      stateClass: stateClassOf(from),
      mayWrite,
      choices: accessStates.map((value) => ({
        value,
        isChosen: value === typed,
        isDisabled: value !== from && !decideAnswer({ from, to: value, role }).ok,
      })),
      error: options.errors[name],
    };
  });
}

const stateClasses: Readonly<Record<AccessState, string>> = {
  'A traiter': 'a-traiter',
  Acceptée: 'acceptee',
  'Jamais demandé': 'jamais',
  Refusée: 'refusee',
};

export const stateClassOf = (state: AccessState): string => stateClasses[state];
