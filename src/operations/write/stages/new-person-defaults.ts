import { adoptPerson } from '../../../domain/person.js';
import { textOf } from '../../../model/entry.js';
import { type Change, domainValues, isPerson, setAllTexts } from '../change.js';

/**
 * What an entry gets on becoming a person: a matricule, `etat: Actif`, `origine: local`. An entry
 * that already was something else keeps what it said, as overrides (DESIGN §2).
 */
export function newPersonDefaults(change: Change): Change {
  const { kernel, before, after } = change;
  if (!isPerson(kernel, after) || isPerson(kernel, before)) return change;
  const defaults: readonly (readonly [string, () => string])[] = [
    ['matricule', change.allotMatricule],
    ['etat', () => 'Actif'],
    ['origine', () => 'local'],
  ];
  const missing = defaults.filter(([attribute]) => textOf(after, attribute) === undefined);
  const completed = setAllTexts(
    change,
    missing.map(([attribute, value]) => [attribute, [value()]]),
  );
  return before ? adoptValues(completed) : completed;
}

function adoptValues(change: Change): Change {
  return setAllTexts(change, adoptPerson(domainValues(change.after)));
}
