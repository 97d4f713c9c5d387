import { effectiveValue, isBlank, modificationOf, nationalOf, threeWayFields } from './overlay.js';

/** An entry's values by lower-cased attribute name. */
export type Values = ReadonlyMap<string, readonly string[]>;

/** Standard attributes that repeat one effective value. */
const mirrors: Readonly<Record<string, string>> = {
  postalCode: 'codePostal',
  l: 'commune',
  telephoneNumber: 'telephone',
};

const streetParts = ['numeroVoie', 'indiceRepetitionVoie', 'typeVoie', 'libelleVoie'] as const;

/** Every attribute that the server writes on a `personneAnnuaire`, as the schema spells it. */
export const derivedAttributes: readonly string[] = [
  ...threeWayFields,
  'street',
  ...Object.keys(mirrors),
  'adresseTransmise',
];

/**
 * The parts of the address as the guide concatenates them for webDCR. It leaves the repetition
 * index out of its list, though the form shows it: a site that wants it names its own parts.
 */
export const defaultAddressParts: readonly string[] = [
  'numeroVoie',
  'typeVoie',
  'libelleVoie',
  'codePostal',
  'commune',
];

/**
 * The derived attributes of a person, each with its values: none means that the entry must not
 * have the attribute.
 *
 * @param options.addressParts the effective fields of `adresseTransmise`, in order
 */
export function derivePerson(
  values: Values,
  options: { readonly addressParts: readonly string[] },
): Map<string, readonly string[]> {
  const effective = effectiveFields(values);
  const derived = new Map<string, readonly string[]>();
  for (const field of threeWayFields) derived.set(field, listOf(effective.get(field)));
  derived.set('street', listOf(joined(effective, streetParts)));
  for (const [mirror, field] of Object.entries(mirrors)) {
    derived.set(mirror, listOf(effective.get(field)));
  }
  derived.set('adresseTransmise', listOf(joined(effective, options.addressParts)));
  return derived;
}

/**
 * The overrides that keep what an entry said before it became a `personneAnnuaire`: an override
 * already there wins, a value that would be derived anyway needs none, and only the first of
 * several values is kept, since every field holds one.
 *
 * @returns values by override attribute (`communeModification`), to be added to the entry
 */
export function adoptPerson(values: Values): Map<string, readonly string[]> {
  const adopted = new Map<string, readonly string[]>();
  const effective = effectiveFields(values);
  const mirrorOf = new Map(Object.entries(mirrors).map(([mirror, field]) => [field, mirror]));
  for (const field of threeWayFields) {
    const mirror = mirrorOf.get(field);
    const existing = first(values, field) ?? (mirror && first(values, mirror));
    if (existing === undefined || isBlank(existing) || existing === effective.get(field)) continue;
    if (first(values, modificationOf(field)) === undefined) {
      adopted.set(modificationOf(field), [existing]);
    }
  }
  adoptStreet(values, effective, adopted);
  return adopted;
}

/** A street known only as one line becomes the name of the street; inherited parts are emptied. */
function adoptStreet(
  values: Values,
  effective: ReadonlyMap<string, string>,
  adopted: Map<string, readonly string[]>,
): void {
  const street = first(values, 'street');
  if (street === undefined || isBlank(street) || street === joined(effective, streetParts)) return;
  const overridden = streetParts
    .map(modificationOf)
    .some((override) => adopted.has(override) || first(values, override) !== undefined);
  if (overridden) return;
  for (const part of streetParts) {
    if (part === 'libelleVoie') adopted.set(modificationOf(part), [street]);
    else if (effective.has(part)) adopted.set(modificationOf(part), [' ']);
  }
}

/** The effective value of each three-way field that has one. */
export function effectiveFields(values: Values): ReadonlyMap<string, string> {
  const effective = new Map<string, string>();
  for (const field of threeWayFields) {
    const value = effectiveValue(
      first(values, nationalOf(field)),
      first(values, modificationOf(field)),
    );
    if (value !== undefined) effective.set(field, value);
  }
  return effective;
}

function joined(effective: ReadonlyMap<string, string>, parts: readonly string[]): string {
  return parts
    .map((part) => effective.get(part)?.trim() ?? '')
    .filter((part) => part !== '')
    .join(' ');
}

function first(values: Values, attribute: string): string | undefined {
  return values.get(attribute.toLowerCase())?.[0];
}

function listOf(value: string | undefined): readonly string[] {
  return value === undefined || value === '' ? [] : [value];
}
