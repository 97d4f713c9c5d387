/** A page of the administration in the left rail. */
export interface RailItem {
  readonly place: RailItemPlace;
  readonly href: `/${string}`;
  /** French; translated by its catalogue as any text of a page. */
  readonly label: string;
  /** `work`, above what the directory holds; `service`, what runs it, below. */
  readonly group: 'work' | 'service';
  /** For regional administrators alone. */
  readonly isRegional?: boolean;
}

export type RailItemPlace = 'tableau-de-bord' | 'demandes' | 'telephone' | 'imports' | 'journal';

/** Pages of the rail beside *Structures*, *Personnes* and *Listes personnalisées*, in order. */
export const railItems: readonly RailItem[] = [
  { place: 'tableau-de-bord', href: '/tableau-de-bord', label: 'Tableau de bord', group: 'work' },
  { place: 'demandes', href: '/demandes', label: 'Demandes', group: 'work' },
  { place: 'telephone', href: '/telephone', label: 'Professionnel au téléphone', group: 'work' },
  { place: 'imports', href: '/imports', label: 'Imports', group: 'service', isRegional: true },
  { place: 'journal', href: '/journal', label: 'Journal', group: 'service', isRegional: true },
];
