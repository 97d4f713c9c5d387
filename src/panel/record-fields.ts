import { fieldLabels, overrideLabel, referenceSource } from '../domain/field-labels.js';
import {
  modificationOf,
  nationalOf,
  overrideState,
  type OverrideState,
  type ThreeWayField,
  threeWayFields,
} from '../domain/overlay.js';
import { type Entry, textOf } from '../model/entry.js';
import { birthDateOf } from './typography.js';

const identity: readonly (readonly [label: string, attribute: string])[] = [
  ['Civilité', 'civilite'],
  ["Nom d'usage", 'sn'],
  ['Nom de naissance', 'nomNaissance'],
  ['Prénom', 'givenName'],
  ['Date de naissance', 'dateNaissance'],
  ['Type', 'typePersonne'],
  ['Matricule', 'matricule'],
  ['Login', 'uid'],
  ['Numéro RPPS', 'numeroRPPS'],
  ['Numéro Adeli', 'numeroADELI'],
  ['Profession', 'profession'],
  ['Spécialité', 'specialite'],
  ['Orientation particulière', 'orientationParticuliere'],
  ['Etat Activité', 'etat'],
  ['Origine de la fiche', 'origine'],
];

export interface LabelledText {
  readonly label: string;
  /** A dash where there is nothing. */
  readonly text: string;
}

/** The section « Identité ». */
export function identityFields(person: Entry): LabelledText[] {
  return identity.map(([label, attribute]) => {
    const value = textOf(person, attribute);
    return { label, text: (attribute === 'dateNaissance' ? birthDateOf(value) : value) || '—' };
  });
}

/** What a person sees of itself in « Mon Profil ». */
export function profileFields(person: Entry): LabelledText[] {
  const reach: LabelledText[] = [
    { label: 'Email principal', text: textOf(person, 'mail') ?? '—' },
    { label: 'Adresse', text: textOf(person, 'adresseTransmise') ?? '—' },
    { label: 'Téléphone', text: textOf(person, 'telephone') ?? '—' },
    { label: 'Email sécurisé MSS', text: textOf(person, 'emailMSS') ?? '—' },
  ];
  return [...identityFields(person), ...reach];
}

/** One line of « Coordonnées »: National (*) / Valeur pour modification / Valeur transmise. */
export interface ThreeWayView {
  readonly field: ThreeWayField;
  readonly label: string;
  readonly source: string;
  readonly isCommonSource: boolean;
  readonly overrideLabel: string;
  readonly hint: string | undefined;
  readonly name: string;
  readonly national: string;
  readonly typed: string;
  readonly state: OverrideState;
  readonly stateClass: string;
  readonly effective: string;
  readonly mayWrite: boolean;
  readonly isAddress: boolean;
  readonly error: string | undefined;
  readonly describedBy: string;
}

export const addressFields: readonly ThreeWayField[] = [
  'numeroVoie',
  'indiceRepetitionVoie',
  'typeVoie',
  'libelleVoie',
  'codePostal',
  'commune',
];

const stateClasses: Readonly<Record<OverrideState, string>> = {
  hérité: 'herite',
  remplacé: 'remplace',
  vidé: 'vide',
};

/** The lines of « Coordonnées »; what was typed stands where a save was refused. */
export function threeWayViews(
  person: Entry,
  options: {
    readonly mayWrite: (attribute: string) => boolean;
    readonly typed: Readonly<Record<string, string>>;
    readonly errors: Readonly<Record<string, string>>;
  },
): ThreeWayView[] {
  return threeWayFields.map((field) => {
    const { label, source, hint } = fieldLabels[field];
    const name = modificationOf(field);
    const stored = textOf(person, name);
    const state = overrideState(stored);
    return {
      field,
      label,
      source,
      isCommonSource: source === referenceSource,
      overrideLabel,
      hint,
      name,
      national: textOf(person, nationalOf(field)) ?? '',
      typed: options.typed[name] ?? stored ?? '',
      state,
      stateClass: stateClasses[state],
      effective: textOf(person, field) ?? '',
      mayWrite: options.mayWrite(name),
      isAddress: addressFields.includes(field),
      error: options.errors[name],
      describedBy: [`aide-${field}`, options.errors[name] === undefined ? '' : `erreur-${name}`]
        .filter(Boolean)
        .join(' '),
    };
  });
}

/**
 * Labels of the address fields that come from the national references while others are
 * replaced: webDCR would get a mixture of two addresses.
 */
export function mixedAddress(person: Entry): string[] {
  const states = addressFields.map((field) => ({
    label: fieldLabels[field].label,
    state: overrideState(textOf(person, modificationOf(field))),
    national: textOf(person, nationalOf(field)) ?? '',
  }));
  if (!states.some(({ state }) => state === 'remplacé')) return [];
  return states
    .filter(({ state, national }) => state === 'hérité' && national !== '')
    .map(({ label }) => label);
}
