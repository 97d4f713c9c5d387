import { type Dn, parseDn, parseRdn } from '../model/dn.js';
import { LdapError, type Result, resultOf, success } from '../model/result.js';
import type { Operations } from '../operations/directory.js';
import type { Schema } from '../schema/schema.js';
import { directoryDoor } from './directory-door.js';
import type { LdifDoor, LdifWrite } from './ldif-door.js';

/**
 * A door behind which each write is decided by the rules of the directory and then undone. What
 * depends on an earlier record of the same file, which has not stayed, counts as well made: its
 * own rules are only met when the file is applied.
 */
export function rehearsalDoor(schema: Schema, operations: Operations): LdifDoor {
  const door = directoryDoor(operations, { isRehearsal: true });
  const soFar = new FileSoFar();
  return {
    entry: (dn) => door.entry(dn),
    apply: async (request, controls) => {
      const names = namesOf(schema, request);
      const foreseen = names && soFar.foresee(request.kind, names);
      if (foreseen) return foreseen;
      const result = await door.apply(request, controls);
      if (names === undefined) return result;
      const isWell = result.code === 'success' || soFar.explains(request.kind, names, result);
      if (isWell) soFar.remember(request.kind, names);
      return isWell ? success : result;
    },
  };
}

interface Names {
  readonly own: string;
  readonly parent: string;
  /** After a renaming. */
  readonly next: string;
}

/** The entries that earlier records made and took away, had they stayed. */
class FileSoFar {
  readonly #made = new Set<string>();
  readonly #gone = new Set<string>();
  /** The entries above those taken away. */
  readonly #emptied = new Set<string>();

  /** What the directory cannot know: that an earlier record has been there. */
  foresee(kind: LdifWrite['kind'], { own }: Names): Result | undefined {
    if (kind === 'add') {
      return this.#made.has(own) ? resultOf('entryAlreadyExists', { message: twice }) : undefined;
    }
    return this.#gone.has(own) ? resultOf('noSuchObject', { message: takenAway }) : undefined;
  }

  /** Whether a refusal comes only from an earlier record not having stayed. */
  explains(kind: LdifWrite['kind'], { own, parent }: Names, { code }: Result): boolean {
    if (code === 'noSuchObject') return this.#made.has(kind === 'add' ? parent : own);
    if (code === 'entryAlreadyExists') return this.#gone.has(own);
    return code === 'notAllowedOnNonLeaf' && this.#emptied.has(own);
  }

  remember(kind: LdifWrite['kind'], { own, parent, next }: Names): void {
    if (kind === 'modify') return;
    if (kind !== 'add') {
      this.#made.delete(own);
      this.#gone.add(own);
      this.#emptied.add(parent);
    }
    if (kind === 'delete') return;
    this.#made.add(next);
    this.#gone.delete(next);
  }
}

const twice = 'an earlier record of the file makes this entry';
const takenAway = 'an earlier record of the file takes this entry away';

/** Undefined: no names, which the directory itself refuses. */
function namesOf(schema: Schema, request: LdifWrite): Names | undefined {
  const keyOf = (dn: Dn): string => schema.dnKey(dn).text;
  try {
    const dn = parseDn(request.dn);
    const above = dn.slice(1);
    const names = { own: keyOf(dn), parent: keyOf(above) };
    if (request.kind !== 'modifyDn') return { ...names, next: names.own };
    const { newRdn, newSuperior } = request;
    const superior = newSuperior === undefined ? above : parseDn(newSuperior);
    return { ...names, next: keyOf([parseRdn(newRdn), ...superior]) };
  } catch (error) {
    if (error instanceof LdapError) return undefined;
    throw error;
  }
}
