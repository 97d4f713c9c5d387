import { type AccessState, accessStates } from '../domain/access-state.js';
import { requestAttribute, responseAttribute, type Service } from '../domain/catalogue.js';
import type { Filter } from '../model/filter.js';
import { all, any, atLeast, equal, not, present } from './filters.js';
import { personFilter } from './person-search.js';

/** `/listes/04-ACCES-WebDCR`: stable, since mails lead there. */
export const listPath = (service: Service): string => `/listes/${listSlug(service)}`;

export const listSlug = (service: Service): string => service.list.code ?? `ACCES-${service.code}`;

/**
 * Persons with a request or an answer: what a list shows when nothing is chosen. The store keeps
 * this list in order, and that of each answer (`catalogue-schema.ts`).
 */
export const defaultListFilter = (service: Service): Filter =>
  all(
    personFilter,
    any(
      present(requestAttribute(service)),
      ...accessStates
        .filter((state) => state !== 'Jamais demandé')
        .map((state) => equal(responseAttribute(service), state)),
    ),
  );

/** The choices of « Demande Accès … : », by the value in the URL. */
export const requestChoices: ReadonlyMap<string, string> = new Map([
  ['', 'Toutes'],
  ['avec', 'Avec une demande'],
  ['sans', 'Sans demande'],
  ['7', 'Reçue depuis 7 jours'],
  ['30', 'Reçue depuis 30 jours'],
]);

const dayMs = 24 * 60 * 60 * 1000;

/** The filter of a list for the two choices in its URL; unknown choices count as none. */
export function listFilter(
  service: Service,
  choices: { readonly request: string; readonly response: string },
  now: Date,
): Filter {
  const state = accessStates.find((each) => each === choices.response);
  // Who has one of the other answers is in the list for it: asked so, the list is a kept one.
  const isInList = state !== undefined && state !== 'Jamais demandé';
  const filters = [isInList ? personFilter : defaultListFilter(service)];
  const request = requestAttribute(service);
  const days = Number(choices.request);
  if (choices.request === 'avec') filters.push(present(request));
  else if (choices.request === 'sans') filters.push(not(present(request)));
  else if (requestChoices.has(choices.request) && days > 0) {
    filters.push(atLeast(request, generalizedTimeOf(new Date(now.getTime() - days * dayMs))));
  }
  if (state !== undefined) filters.push(stateFilter(responseAttribute(service), state));
  return all(...filters);
}

function stateFilter(response: string, state: AccessState): Filter {
  if (state !== 'Jamais demandé') return equal(response, state);
  return any(equal(response, state), not(present(response)));
}

export const generalizedTimeOf = (date: Date): string =>
  `${date.toISOString().slice(0, 19).replace(/[-:T]/g, '')}Z`;
