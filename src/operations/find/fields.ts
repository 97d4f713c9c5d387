import type { AttributeType } from '../../schema/definitions.js';
import type { Schema } from '../../schema/schema.js';

/** What persons are found by. */
export interface FindField {
  /** Lower-cased first name: what indexes and access rules know it by. */
  readonly key: string;
  readonly type: AttributeType;
  /** What a match counts for beside one of the family name. */
  readonly weight: number;
}

export interface FindFields {
  /** Names and places, found by their words, misspelt too. */
  readonly worded: readonly FindField[];
  /** Found whole or by their beginning. */
  readonly identifiers: readonly FindField[];
}

const worded: readonly (readonly [attribute: string, weight: number])[] = [
  ['sn', 1],
  ['nomNaissance', 0.95],
  ['givenName', 0.93],
  // The effective commune, which persons alone have under this name: activities have their own.
  ['l', 0.88],
];

/** A whole one names one person, ahead of all whose names hold the same words. */
const whole = 1.2;

const identifiers: readonly (readonly [attribute: string, weight: number])[] = [
  ['uid', whole],
  ['mail', whole],
  ['numeroRPPS', whole],
  ['numeroADELI', whole],
  ['matricule', whole],
  ['codePostal', 0.88],
];

/** Those that a schema has, with the indexes that this takes. */
export function findFields(schema: Schema): FindFields {
  const of = (names: typeof worded, index: 'words' | 'equality'): FindField[] =>
    names.flatMap(([name, weight]) => {
      const type = schema.attributeType(name);
      return type?.indexes.has(index) === true
        ? [{ key: type.name.toLowerCase(), type, weight }]
        : [];
    });
  return { worded: of(worded, 'words'), identifiers: of(identifiers, 'equality') };
}
