import { requestAttribute, responseAttribute, type Service } from '../domain/catalogue.js';
import { type Entry, textOf } from '../model/entry.js';
import type { Operations } from '../operations/directory.js';
import { all, equal } from './filters.js';
import type { PanelOptions } from './options.js';
import { personFilter } from './person-search.js';
import type { Standing } from './signed-in.js';
import { readGeneralizedTime } from './typography.js';

/** A request that waits for its answer. */
export interface PendingRequest {
  readonly service: Service;
  readonly person: Entry;
  readonly login: string;
  readonly entryUuid: string;
  /** Undefined: nobody asked through us. */
  readonly askedAt: Date | undefined;
  /** The 3C that answers, by the post code or because it was handed to it. */
  readonly centre: { readonly code: string; readonly label: string } | undefined;
  readonly territory: string | undefined;
  readonly isHandedOver: boolean;
  readonly isMine: boolean;
}

export interface PendingList {
  /** Those of the reader's own 3C first, then the oldest first. */
  readonly requests: readonly PendingRequest[];
  /** False: a service has more than are read. */
  readonly isWhole: boolean;
}

/** Read of one service at a time: a file of more is a sign of something else. */
const readMax = 1_000;

const attributes = ['uid', 'sn', 'givenName', 'profession', 'codePostal', 'commune', 'mail'];

/** The services whose requests are a reader's to answer. */
export function answeredServices(
  services: readonly Service[],
  standing: Standing,
): readonly Service[] {
  return standing.isAdministrator ? services : standing.referentOf;
}

/** What waits for a reader, as it may see it. @throws LdapError */
export function pendingRequests(
  options: PanelOptions,
  reader: { readonly operations: Operations; readonly standing: Standing },
): PendingList {
  const { directory, catalogue } = options;
  const base = `ou=personnes,${directory.suffix}`;
  const listings = answeredServices(catalogue.services, reader.standing).map((service) => {
    const filter = all(personFilter, equal(responseAttribute(service), 'A traiter'));
    const sortBy = requestAttribute(service);
    const page = { offset: 0, limit: readMax, attributes: [...attributes, 'entryUUID', sortBy] };
    const listing = reader.operations.list({ base, scope: 'one', filter, sortBy, ...page });
    return { service, listing };
  });
  const requests = listings.flatMap(({ service, listing }) =>
    listing.entries.map((person) => requestOf(options, reader.standing, { service, person })),
  );
  return {
    requests: requests.sort(byPlaceAndAge),
    isWhole: listings.every(({ listing }) => listing.entries.length === listing.total),
  };
}

function requestOf(
  options: PanelOptions,
  standing: Standing,
  { service, person }: Pick<PendingRequest, 'service' | 'person'>,
): PendingRequest {
  const entryUuid = textOf(person, 'entryUUID') ?? '';
  const askedAt = readGeneralizedTime(textOf(person, requestAttribute(service)));
  const assignment = options.assignments?.of(entryUuid, service.code);
  // What was handed over was an earlier request, if this one is younger.
  const isOfThis = assignment !== undefined && assignment.at >= (askedAt?.getTime() ?? 0);
  const handedTo = isOfThis ? assignment.centre : undefined;
  const own = options.coordinationCentreOf?.(textOf(person, 'codePostal') ?? '');
  const centre =
    options.coordinationCentres?.find(({ code }) => code === (handedTo ?? own?.code)) ?? undefined;
  return {
    service,
    person,
    login: textOf(person, 'uid') ?? '',
    entryUuid,
    askedAt,
    centre,
    territory: own?.territory,
    isHandedOver: handedTo !== undefined,
    isMine: centre !== undefined && standing.groups.has(centre.code.toLowerCase()),
  };
}

function byPlaceAndAge(a: PendingRequest, b: PendingRequest): number {
  if (a.isMine !== b.isMine) return a.isMine ? -1 : 1;
  return (a.askedAt?.getTime() ?? 0) - (b.askedAt?.getTime() ?? 0);
}
