import { modificationOf, nationalOf, threeWayFields } from '../../../domain/overlay.js';
import { derivePerson } from '../../../domain/person.js';
import { textsOf } from '../../../model/entry.js';
import { LdapError } from '../../../model/result.js';
import { type Change, domainValues, isPerson, setAllTexts } from '../change.js';

/** Which overrides to write instead of the derived attributes that are no field themselves. */
const sources: Readonly<Record<string, readonly string[]>> = {
  street: ['numeroVoie', 'indiceRepetitionVoie', 'typeVoie', 'libelleVoie'],
  postalCode: ['codePostal'],
  l: ['commune'],
  telephoneNumber: ['telephone'],
};

/** All that a derivation reads. */
const originKeys = threeWayFields
  .flatMap((field) => [nationalOf(field), modificationOf(field)])
  .map((attribute) => attribute.toLowerCase());

/**
 * The effective values and what repeats them follow from national values and overrides. Writing
 * one succeeds only with the value it has anyway (DESIGN §2 “Derivation”), for every actor.
 */
export function derivePersonValues(change: Change): Change {
  const { kernel, before, after } = change;
  if (!isPerson(kernel, after)) return change;
  const values = domainValues(after, originKeys);
  const derived = derivePerson(values, { addressParts: kernel.addressParts });
  const gained = before !== undefined && !isPerson(kernel, before);
  if (!gained) {
    for (const [attribute, texts] of derived) {
      const wasWritten = change.requested.has(attribute.toLowerCase());
      if (wasWritten) requireDerived(change, attribute, texts);
    }
  }
  return setAllTexts(change, derived);
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
