import { responseAttribute, type Service } from '../domain/catalogue.js';
import type { Filter } from '../model/filter.js';
import { defaultListFilter, listPath } from './custom-list-filter.js';
import { all, equal } from './filters.js';
import type { PanelOptions } from './options.js';
import { personFilter, searchFilter } from './person-search.js';
import { type RailItem, type RailItemPlace, railItems } from './rail-items.js';
import type { SignedIn } from './signed-in.js';

/** Where the reader is: an item of the rail. */
export type RailPlace = 'structures' | 'personnes' | `liste:${string}` | RailItemPlace;

/**
 * Counts of what the region holds are kept for a while: counting tens of thousands of entries
 * one by one, as their reader may see them, is no work for every page.
 */
export interface CountMemory {
  of(key: string, count: () => string): string;
}

const keptMs = 30_000;
const keptMax = 500;

export function countMemory(clock: () => Date): CountMemory {
  const kept = new Map<string, { readonly text: string; readonly until: number }>();
  return {
    of(key, count) {
      const now = clock().getTime();
      const known = kept.get(key);
      if (known !== undefined && now < known.until) return known.text;
      if (kept.size >= keptMax) kept.clear();
      const text = count();
      kept.set(key, { text, until: now + keptMs });
      return text;
    },
  };
}

/** The left rail: Structures, Personnes, Listes personnalisées, with live counts. */
export function railOf(
  { directory, catalogue, savedLists }: PanelOptions,
  { operations, standing, entryUuid }: SignedIn,
  { place, memory }: { readonly place: RailPlace; readonly memory: CountMemory },
): object {
  const count = (base: string, filter: Filter, sortBy: string): string => {
    const request = { filter, sortBy, base: `${base},${directory.suffix}`, scope: 'one' as const };
    const listing = operations.list({ ...request, attributes: ['1.1'], offset: 0, limit: 1 });
    return `${listing.totalIsExact ? '' : '> '}${listing.total.toLocaleString('fr-FR')}`;
  };
  const persons = (filter: Filter): string => count('ou=personnes', filter, 'sn');
  const items = (group: RailItem['group']): object[] =>
    railItems
      .filter((item) => item.group === group && (!item.isRegional || standing.isAdministrator))
      .map(({ label, href, place: own }) => ({ label, href, isCurrent: own === place }));
  return {
    work: items('work'),
    service: items('service'),
    structures: {
      count: memory.of(`structures/${entryUuid}`, () =>
        count('ou=structures', equal('objectClass', 'structureAnnuaire'), 'raisonSociale'),
      ),
      isCurrent: place === 'structures',
    },
    persons: {
      count: memory.of(`personnes/${entryUuid}`, () => persons(personFilter)),
      isCurrent: place === 'personnes',
    },
    ownLists: (savedLists?.visibleTo({ entryUuid, groups: standing.groups }) ?? []).map(
      ({ id, number, name, criteria }) => ({
        label: [number, name].filter(Boolean).join(' '),
        href: `/mes-listes/${id}`,
        count: memory.of(`liste/${id}/${entryUuid}`, () => persons(searchFilter(criteria))),
        isCurrent: place === `liste:${id}`,
      }),
    ),
    lists: listsOf(catalogue.services, standing).map((service) => {
      const pending = persons(all(personFilter, equal(responseAttribute(service), 'A traiter')));
      return {
        label: service.list.menu,
        href: listPath(service),
        count: persons(defaultListFilter(service)),
        pending: pending === '0' ? undefined : pending,
        isCurrent: place === `liste:${service.code}`,
      };
    }),
  };
}

/** The custom lists of a reader: an administrator's are all, a referent's are its services'. */
function listsOf(services: readonly Service[], standing: SignedIn['standing']): readonly Service[] {
  return standing.isAdministrator ? services : standing.referentOf;
}
