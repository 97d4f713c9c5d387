import { textOf } from '../model/entry.js';
import { keyText } from './decide-request.js';
import type { PanelOptions } from './options.js';
import { answeredServices, type PendingList, type PendingRequest } from './pending-requests.js';
import { recordPath } from './persons.js';
import type { SignedIn } from './signed-in.js';
import { dayOf } from './typography.js';
import { registerName } from './person-name.js';
import type { Said } from './said.js';

/** What is offered as a reason; words of one's own may follow. */
export const refusalReasons: readonly string[] = [
  'Adresse électronique à corriger',
  'Exercice hors de la région',
  'Profession non concernée par ce service',
  'Demande en double',
  'Identité à vérifier',
];

export type RequestsQuery = Readonly<Record<string, string>>;

const pageSize = 25;

/** The page of the file of requests, for what its address chooses. */
export function requestsView(
  options: PanelOptions,
  signedIn: SignedIn,
  list: PendingList,
  query: RequestsQuery,
) {
  const { coordinationCentres = [], catalogue, clock } = options;
  const { centre = '', service = '' } = query;
  const services = answeredServices(catalogue.services, signedIn.standing);
  const matching = list.requests.filter(
    (each) => isOfCentre(each, centre) && (service === '' || each.service.code === service),
  );
  const pages = Math.max(Math.ceil(matching.length / pageSize), 1);
  const page = Math.min(Math.max(Math.trunc(Number(query['page'] ?? '1')) || 1, 1), pages);
  const rows = matching.slice((page - 1) * pageSize, page * pageSize);
  const href = (to: number): string => {
    const kept = Object.entries({ centre, service, page: String(to) });
    return `/demandes?${new URLSearchParams(kept.filter(([, value]) => value !== '')).toString()}`;
  };
  return {
    rows: rows.map((each, index) => rowOf(each, { now: clock(), isFirst: index === 0 })),
    count: `${list.isWhole ? '' : 'plus de '}${String(matching.length)}`,
    isEmpty: matching.length === 0,
    view: { centre, service, page: String(page) },
    centreChoices: [
      { value: '', text: 'Tous, le mien d’abord' },
      { value: 'mien', text: 'Mon 3C' },
      ...coordinationCentres.map(({ code, label }) => ({ value: code, text: label })),
      { value: 'hors', text: 'Hors territoire' },
    ].map((each) => ({ ...each, isChosen: each.value === centre })),
    serviceChoices: [
      { value: '', text: 'Tous' },
      ...services.map(({ code, label }) => ({ value: code, text: label })),
    ].map((each) => ({ ...each, isChosen: each.value === service })),
    centres: coordinationCentres.map(({ code, label }) => ({ value: code, text: label })),
    reasons: refusalReasons,
    pager: {
      isNeeded: pages > 1,
      page,
      pages,
      previous: page > 1 ? href(page - 1) : undefined,
      next: page < pages ? href(page + 1) : undefined,
    },
  };
}

function isOfCentre({ centre, isMine }: PendingRequest, chosen: string): boolean {
  if (chosen === '') return true;
  if (chosen === 'mien') return isMine;
  return chosen === 'hors' ? centre === undefined : centre?.code === chosen;
}

function rowOf(
  request: PendingRequest,
  { now, isFirst }: { readonly now: Date; readonly isFirst: boolean },
) {
  const { person, service, login, askedAt, centre, isHandedOver, isMine, territory } = request;
  const days = askedAt && Math.floor((now.getTime() - askedAt.getTime()) / dayMs);
  return {
    key: keyText(request),
    href: recordPath(login, '/demandes'),
    name: registerName(person),
    login,
    profession: textOf(person, 'profession') ?? '',
    place: [textOf(person, 'commune'), textOf(person, 'codePostal')].filter(Boolean).join(' '),
    service: service.label,
    centre: centre?.label ?? '',
    territory: territory ?? '',
    isOutside: centre === undefined,
    isHandedOver,
    isMine,
    isFirst,
    hasMail: textOf(person, 'mail') !== undefined,
    since: askedAt ? dayOf(askedAt) : '',
    age: ageOf(days),
    ageClass: days === undefined || days < 2 ? '' : days < 5 ? 'a-traiter' : 'refusee',
  };
}

const dayMs = 24 * 60 * 60 * 1000;

function ageOf(days: number | undefined): string | Said {
  if (days === undefined) return 'sans date';
  if (days <= 0) return 'aujourd’hui';
  return days === 1 ? 'hier' : { words: 'il y a {count} jours', count: days };
}
