import { type Entry, valuesOf } from '../model/entry.js';
import { type ClassProfile, profileOf, structuralClass } from './class-profile.js';
import type { ObjectClass } from './definitions.js';
import type { Schema } from './schema.js';

/**
 * What follows from the values of `objectClass`. A directory has few different lists: each is
 * worked out once, and what makes no entry every time anew.
 */
export class ClassList {
  readonly names: readonly string[];
  /** Whether these values were found to be distinct and of their syntax. */
  accepted = false;
  /** The classes named and all their superclasses, by lower-cased name; unknown ones left out. */
  readonly closure: ReadonlyMap<string, ObjectClass>;
  /**
   * The list as it is stored: classes by the schema's name for them, whatever their spelling or
   * OID, and the superclasses that were left out. Undefined when it is so already.
   */
  readonly completed: readonly Buffer[] | undefined;
  readonly #schema: Schema;
  readonly #listed: readonly ObjectClass[];
  #structural: readonly Buffer[] | undefined;
  #profile: ClassProfile | undefined;

  constructor(schema: Schema, names: readonly string[]) {
    this.#schema = schema;
    this.names = names;
    this.#listed = names.flatMap((name) => schema.objectClass(name) ?? []);
    this.closure = schema.closureOf(names);
    const spelled = names.map((name) => schema.objectClass(name)?.name ?? name);
    const present = new Set(this.#listed);
    const implied = [...this.closure.values()].filter((each) => !present.has(each));
    const isComplete = implied.length === 0 && spelled.every((name, at) => name === names[at]);
    const completed = [...spelled, ...implied.map(({ name }) => name)];
    this.completed = isComplete ? undefined : completed.map((name) => Buffer.from(name, 'latin1'));
  }

  /**
   * The value of `structuralObjectClass`; none without a structural class.
   *
   * @throws LdapError `objectClassViolation` when two chains part
   */
  get structural(): readonly Buffer[] {
    if (this.#structural === undefined) {
      const found = structuralClass(this.#schema, this.#listed);
      this.#structural = found === undefined ? [] : [Buffer.from(found.name)];
    }
    return this.#structural;
  }

  /** @throws LdapError as `profileOf` does */
  get profile(): ClassProfile {
    this.#profile ??= profileOf(this.#schema, this.names);
    return this.#profile;
  }
}

const remembered = 1024;
const keyLengthMax = 2048;

/** The lists of one schema, and the last one asked for: the stages of a write ask in a row. */
class ClassLists {
  readonly #schema: Schema;
  readonly #byText = new Map<string, ClassList>();
  #lastValues: readonly Buffer[] | undefined;
  #last: ClassList | undefined;

  constructor(schema: Schema) {
    this.#schema = schema;
  }

  of(values: readonly Buffer[]): ClassList {
    if (this.#last !== undefined && this.#lastValues === values) return this.#last;
    const names = values.map((value) => value.toString('latin1'));
    const text = `${names.length}\n${names.join('\n')}`;
    const list = this.#byText.get(text) ?? new ClassList(this.#schema, names);
    if (this.#byText.size < remembered && text.length <= keyLengthMax) {
      this.#byText.set(text, list);
    }
    this.#last = list;
    this.#lastValues = values;
    return list;
  }
}

const lists = new WeakMap<Schema, ClassLists>();

/** The classes of an entry. */
export function classListOf(schema: Schema, entry: Entry): ClassList {
  let known = lists.get(schema);
  if (known === undefined) {
    known = new ClassLists(schema);
    lists.set(schema, known);
  }
  return known.of(valuesOf(entry, 'objectclass'));
}
