import type { LimitRecord } from './limits.js';

/**
 * The rules as `schema/data/access.json` writes them, for an administrator to read: *who* may do
 * *what* to *which attributes* of *which entries*. What no rule grants is refused.
 */
export interface AccessRules {
  /** The kinds of entries that rules speak of, by name. */
  readonly cibles: Readonly<Record<string, TargetRecord>>;
  /** Attributes that neither `*` nor `+` covers: only a rule that names them grants them. */
  readonly secrets: readonly string[];
  readonly regles: readonly RuleRecord[];
  /** What each kind of client may ask of the server; the first line that names it holds. */
  readonly limites?: readonly LimitRecord[];
}

/** A kind of entry; the conditions given must all hold. */
export interface TargetRecord {
  /** A name relative to the suffix (`ou=personnes`); empty: the suffix itself. */
  readonly sous?: string;
  /**
   * Which entries there: `base` that one, `enfants` its children, `descendants` all below it,
   * `tout` itself and all below it.
   */
  readonly portee?: TargetScope;
  /** A class the entry must have. */
  readonly classe?: string;
}

export type TargetScope = 'base' | 'enfants' | 'descendants' | 'tout';

export interface RuleRecord {
  /** Why the rule exists. */
  readonly regle: string;
  /**
   * `connecte` (any signed-in entry), `soi` (the entry itself), `groupe:<cn>` (member of that
   * group below ou=groupes), `compte:<cn>` (that entry below ou=comptes), `referents` (of any
   * service of the catalogue).
   */
  readonly qui: readonly string[];
  /** Names of `cibles`, or `*` for every entry. */
  readonly sur: readonly string[];
  /**
   * Names of attributes, `@class` (all that a class allows), `*` (user attributes), `+`
   * (operational ones), `demandes`, `reponses`, `reponses:<Code>`, `reponses:siennes` (of the
   * services one is referent of), `reponses:accordees` (of those that they also grant),
   * `surcharges`, `nationales`, `derivees`, `secrets`.
   */
  readonly attributs?: readonly string[];
  /** Taken away from `attributs`. */
  readonly sauf?: readonly string[];
  readonly droits: readonly RuleRight[];
  /** Conditions that must all hold. */
  readonly si?: readonly RuleCondition[];
}

/**
 * `lire` includes `chercher`, which includes `comparer`. The others but `ecrire` are about the
 * entry: `representer` is to act in its name (RFC 4370), `examiner` to be told who may do what to
 * it. Neither of these two makes it visible.
 */
export type RuleRight =
  | 'lire'
  | 'chercher'
  | 'comparer'
  | 'ecrire'
  | 'ajouter'
  | 'supprimer'
  | 'renommer'
  | 'representer'
  | 'examiner';

/** `hors-groupe`: the target is member of no group; `securise`: over TLS or the local socket. */
export type RuleCondition = 'hors-groupe' | 'securise';

/** What the macros stand for: the catalogue and the three-way fields, as plain data. */
export interface AccessFacts {
  readonly services: readonly {
    readonly code: string;
    /** `demandeAcces<Code>` */
    readonly request: string;
    /** `reponseAcces<Code>` */
    readonly response: string;
    /** The cn of the referents' group. */
    readonly referents: string;
    /** Codes of the services that its referents may also accept. */
    readonly alsoGrants: readonly string[];
  }[];
  readonly overrides: readonly string[];
  readonly nationals: readonly string[];
  readonly derived: readonly string[];
}

/** The facts of a directory without a catalogue. */
export const noFacts: AccessFacts = { services: [], overrides: [], nationals: [], derived: [] };
