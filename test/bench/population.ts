import { type ShapeName } from './options.js';

/** A person whom the load asks for. */
export interface Person {
  readonly uid: string;
  readonly dn: string;
  readonly sn: string;
  readonly password: string;
  /** An inactive person of the regional directory may not. */
  readonly maySignIn: boolean;
}

/** One record of the directory as LDIF text, and the person that it is, if any. */
export interface ShapeRecord {
  readonly text: string;
  readonly person?: Person;
}

/** What kind of directory is measured: the same LDIF and schema go into every server. */
export interface Shape {
  readonly name: ShapeName;
  /** Of our server. */
  readonly profile: 'general' | 'annuaire';
  readonly suffix: string;
  /** The branch of the persons. */
  readonly people: string;
  /** Branches whose entries none but their owners read. */
  readonly closed: readonly string[];
  /** Whether the server derives values on its own, which its export then holds. */
  readonly derives: boolean;
  /** Parents first. */
  records(size: number): Iterable<ShapeRecord>;
}

/** A directory of that shape and size, and the part of its persons that the load asks for. */
export interface Population {
  readonly shape: Shape;
  readonly size: number;
  /** Different persons from everywhere in the directory, in no order. */
  readonly sample: readonly Person[];
}

export const rootDnOf = (suffix: string): string => `cn=admin,${suffix}`;
export const rootPassword = 'bench-root';

/** Persons of a unit, which each person names in `ou`; the last one may be smaller. */
export const personsPerUnit = 5_000;
export const unitOf = (number: number): string =>
  `unit-${String(Math.floor(number / personsPerUnit))}`;
