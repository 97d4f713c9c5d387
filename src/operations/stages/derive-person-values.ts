import { modificationOf, threeWayFields } from '../../domain/overlay.js';
import { derivePerson } from '../../domain/person.js';
import { textsOf } from '../../model/entry.js';
import { LdapError } from '../../model/result.js';
import { type Change, domainValues, isPerson, setTexts } from '../change.js';

/** Which overrides to write instead of the derived attributes that are no field themselves. */
const sources: Readonly<Record<string, readonly string[]>> = {
  street: ['numeroVoie', 'indiceRepetitionVoie', 'typeVoie', 'libelleVoie'],
  postalCode: ['codePostal'],
  l: ['commune'],
  telephoneNumber: ['telephone'],
};

/**
 * The effective values and what repeats them follow from national values and overrides. Writing
 * one succeeds only with the value it has anyway (DESIGN §2 “Derivation”), for every actor.
 */
export function derivePersonValues(change: Change): Change {
  const { kernel, before, after } = change;
  if (!isPerson(kernel, after)) return change;
  const derived = derivePerson(domainValues(after), { addressParts: kernel.addressParts });
  const gained = before !== undefined && !isPerson(kernel, before);
  return [...derived].reduce((current, [attribute, texts]) => {
    const wasWritten = current.requested.has(attribute.toLowerCase());
    if (wasWritten && !gained) requireDerived(current, attribute, texts);
    return setTexts(current, attribute, texts);
  }, change);
}

function requireDerived(change: Change, attribute: string, derived: readonly string[]): void {
  const written = textsOf(change.after, attribute);
  if (written.length === derived.length && written.every((text) => derived.includes(text))) return;
  const fields: readonly string[] = threeWayFields;
  const origins = fields.includes(attribute)
    ? [attribute]
    : (sources[attribute] ?? change.kernel.addressParts);
  throw new LdapError(
    'constraintViolation',
    `${attribute} is derived: write ${origins.map(modificationOf).join(', ')} instead`,
  );
}
