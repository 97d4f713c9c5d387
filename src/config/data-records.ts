/** What the data files hold once checked, in the operators' words; the rooms make sense of it. */

export interface ServiceRecord {
  readonly code: string;
  readonly oid: string;
  readonly label: string;
  readonly application: string;
  readonly tuile?: {
    readonly nom: string;
    readonly description: string;
    readonly couleur: string;
    readonly url: string;
  };
  readonly liste: { readonly menu: string; readonly code?: string; readonly titre: string };
  readonly referents: string;
  readonly accordeAussi?: readonly string[];
  readonly provisioning?: 'webdcr';
}

export interface TerritoriesRecord {
  readonly centres: readonly { readonly code: string; readonly label: string }[];
  readonly territoires: readonly {
    readonly code: string;
    readonly label: string;
    readonly centre: string;
    readonly codesPostaux?: readonly string[];
  }[];
  readonly departements: Readonly<Record<string, string>>;
}

export interface MappingRecord {
  readonly attributs: readonly {
    readonly scim: string;
    readonly de: string;
    readonly sinon?: readonly string[];
    readonly des?: 'activites';
    readonly transmis?: boolean;
  }[];
}

export interface AccessRecord {
  readonly cibles: Readonly<
    Record<
      string,
      {
        readonly sous?: string;
        readonly portee?: 'base' | 'enfants' | 'descendants' | 'tout';
        readonly classe?: string;
      }
    >
  >;
  readonly secrets: readonly string[];
  readonly regles: readonly {
    readonly regle: string;
    readonly qui: readonly string[];
    readonly sur: readonly string[];
    readonly attributs?: readonly string[];
    readonly sauf?: readonly string[];
    readonly droits: readonly (
      'lire' | 'chercher' | 'comparer' | 'ecrire' | 'ajouter' | 'supprimer' | 'renommer'
    )[];
    readonly si?: readonly ('hors-groupe' | 'securise')[];
  }[];
  readonly limites?: readonly ({ readonly limite: string; readonly qui: readonly string[] } & {
    readonly [quantity in LimitName]?: number | 'illimite';
  } & { readonly [quantity in 'pduKio' | 'lectureSecondes']?: number })[];
}

type LimitName =
  | 'entrees'
  | 'entreesMax'
  | 'secondes'
  | 'secondesMax'
  | 'examinees'
  | 'page'
  | 'entreesPaginees'
  | 'recherches'
  | 'operations'
  | 'connexions'
  | 'inactiviteSecondes';

/** A constraint on the values of one attribute, compiled from its JSON Schema. */
export interface ConstraintRecord {
  readonly attribute: string;
  readonly accepts: (value: string) => boolean;
  readonly message: string;
}
