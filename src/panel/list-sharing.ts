import type { SavedList } from '../state/saved-lists.js';
import type { PanelOptions } from './options.js';
import type { Said } from './said.js';
import type { SignedIn } from './signed-in.js';

/** With whom a list can be shared. */
export interface Sharing {
  /** Empty: with nobody; `everyone`; or the name of a group, in lower case. */
  readonly value: string;
  readonly label: string | Said;
}

export const everyone = 'tous';

/** The choices of who keeps a list: its own groups; all of them for a regional administrator. */
export function sharings(
  { catalogue, coordinationCentres = [] }: PanelOptions,
  { isAdministrator, groups }: SignedIn['standing'],
): readonly Sharing[] {
  const centres = coordinationCentres.map(({ code, label }) => ({
    value: code.toLowerCase(),
    label: { words: 'Le 3C {name}', name: label },
  }));
  const services = catalogue.services.map(({ referents, label }) => ({
    value: referents.toLowerCase(),
    label: { words: 'Les référents du service {name}', name: label },
  }));
  return [
    { value: '', label: 'Personne d’autre' },
    ...[...centres, ...services].filter(({ value }) => isAdministrator || groups.has(value)),
    { value: everyone, label: 'Toute l’administration' },
  ];
}

/** What a list keeps of a choice; one that was not offered shares with nobody. */
export function sharingOf(
  offered: readonly Sharing[],
  chosen: string,
): Pick<SavedList, 'isShared' | 'group'> {
  const sharing = offered.find(({ value }) => value !== '' && value === chosen);
  if (sharing === undefined) return { isShared: false };
  return sharing.value === everyone ? { isShared: true } : { isShared: true, group: sharing.value };
}
