import { modificationOf, nationalOf, overrideState, threeWayFields } from '../domain/overlay.js';
import { type Entry, textOf } from '../model/entry.js';
import type { FieldValues } from './record-changes.js';
import { addressFields } from './record-fields.js';

/**
 * What the buttons beside the fields mean, as if it had been typed: back to the national value
 * (nothing), emptied (a space), and the two ways out of a mixed address.
 */
export function withButtons(form: FieldValues, person: Entry): FieldValues {
  const overrides = new Set(threeWayFields.map(modificationOf));
  const changes: Record<string, string> = {};
  const { reprendre = '', vider = '', reparer = '' } = form;
  if (overrides.has(reprendre)) changes[reprendre] = '';
  if (overrides.has(vider)) changes[vider] = ' ';
  for (const field of reparer === '' ? [] : addressFields) {
    const name = modificationOf(field);
    const national = textOf(person, nationalOf(field)) ?? '';
    const isInherited = overrideState(form[name] === '' ? undefined : form[name]) === 'hérité';
    if (isInherited && national !== '') changes[name] = reparer === 'copier' ? national : ' ';
  }
  return { ...form, ...changes };
}
