import type { IdentityLimits } from './limits.js';

/** Who may do what to which attribute of which entry: one decision, asked by every door. */

export type AttributeRight = 'read' | 'search' | 'compare' | 'write';

/** Who asks, as the rules see it. */
export interface Subject {
  readonly kind: 'anonymous' | 'root' | 'entry' | 'internal';
  /** Normalised DN (`DnKey.text`) of an entry; the name of an internal actor; else empty. */
  readonly name: string;
  /** The entry's entryUUID, by which it is itself; else empty. */
  readonly entryUuid: string;
  /** Lower-cased cn of each group below ou=groupes that holds it. */
  readonly groups: ReadonlySet<string>;
  readonly secure: boolean;
}

/** The entry asked about, as the rules see it. */
export interface Target {
  /** Normalised DN. */
  readonly dn: string;
  /** Whether this is its entryUUID. */
  readonly is: (entryUuid: string) => boolean;
  /** Lower-cased names of its classes, superclasses included. */
  readonly classes: ReadonlySet<string>;
  /** Whether it is member of any group below ou=groupes (DESIGN §2: such accounts are shielded). */
  readonly inGroup: () => boolean;
}

/** The rights of one subject on one kind of entry; the same object for the same kind. */
export interface EntryAccess {
  /** Whether the entry may be known to exist; otherwise `noSuchObject` hides it. */
  readonly visible: boolean;
  readonly add: boolean;
  readonly delete: boolean;
  readonly rename: boolean;
  /** Whether the subject may act in the name of the entry (RFC 4370). */
  readonly represent: boolean;
  /** Whether the subject may see what others may do to the entry. */
  readonly examine: boolean;
  /** `attribute`: lower-cased first name of the type, without options. */
  may(attribute: string, right: AttributeRight): boolean;
}

/** One subject's view of the directory. */
export interface AccessView {
  readonly subject: Subject;
  readonly limits: IdentityLimits;
  on(target: Target): EntryAccess;
  /**
   * The same for who only reads, at the pace of a search: `inGroup` is asked only where reading
   * depends on it, and the rights to write are those on a member of a group, never more.
   */
  reading(target: Target): EntryAccess;
  /** Which children of an entry may be known to exist, as far as its normalised name tells. */
  children(dn: string): VisibleChildren;
  /** The rights that the subject is sure to have on every child of an entry, by the same. */
  leastOfChildren(dn: string): EntryAccess;
}

/** `self`: none but the subject's own entry; `unsure`: each must be looked at. */
export type VisibleChildren = 'all' | 'none' | 'self' | 'unsure';

export interface AccessPolicy {
  view(subject: Subject): AccessView;
}
