import { nationalOf, threeWayFields } from '../../../domain/overlay.js';
import { textOf } from '../../../model/entry.js';
import { LdapError } from '../../../model/result.js';
import { type Change, isPerson } from '../change.js';
import { changedAttributes } from '../journal-row.js';

const nationalAttributes = new Set(threeWayFields.map((field) => nationalOf(field).toLowerCase()));

/**
 * What the national references say of a person's identity. Plain attributes, without a twin:
 * local on a local person, national from the day a national file matches the person.
 */
const identityAttributes = new Set([
  'origine',
  'idnps',
  'numerorpps',
  'numeroadeli',
  'civilite',
  'codecivilite',
  'civiliteexercice',
  'codeciviliteexercice',
  'sn',
  'givenname',
  'nomnaissance',
  'datenaissance',
  'profession',
  'codeprofession',
  'specialite',
  'codespecialite',
  'orientationparticuliere',
  'codeorientationparticuliere',
  'categorieprofessionnelle',
  'codecategorieprofessionnelle',
  'typesavoirfaire',
  'codetypesavoirfaire',
  'activiteprincipale',
]);

/**
 * National values are written by the imports of the national files and by the operator's restore,
 * by nobody over the wire, the root DN included (DESIGN §2 “Who writes national values”).
 */
export function checkNationalValues(change: Change): Change {
  const { actor, kernel, before, after } = change;
  if (!kernel.catalogue) return change;
  if (actor.kind === 'internal' && (actor.name === 'national' || actor.name === 'restore')) {
    return change;
  }
  const identity = isPerson(kernel, after) && [before, after].some(isNational);
  for (const key of changedAttributes(kernel.schema, before, after)) {
    const type = key.split(';', 1)[0] ?? key;
    if (nationalAttributes.has(type) || (identity && identityAttributes.has(type))) {
      throw new LdapError('insufficientAccessRights', `${type} comes from the national references`);
    }
  }
  return change;
}

function isNational(entry: Change['before']): boolean {
  return entry !== undefined && textOf(entry, 'origine')?.toLowerCase() === 'national';
}
