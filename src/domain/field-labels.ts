import type { ThreeWayField } from './overlay.js';

/** How the record shows a three-way field; the words of the source document. */
export interface FieldLabel {
  /** Followed by ` (*)` where the national value stands. */
  readonly label: string;
  /** Under the national value. */
  readonly source: string;
  /** Under the override's input, when the source document has one. */
  readonly hint: string | undefined;
}

/** Beside the input of every override. */
export const overrideLabel = 'Valeur pour modification';

export const referenceSource = '(*) Données issues des référentiels';
export const mssSource = '(*) Données issues des référentiels MSS';

const numeric = "Merci d'indiquer une valeur numérique";
const streetName =
  "Merci d'indiquer le type (rue, avenue, chemin, boulevard, ...) et le nom de la voie";

const referenced = (label: string, hint?: string): FieldLabel => ({
  label,
  source: referenceSource,
  hint,
});

export const fieldLabels: Readonly<Record<ThreeWayField, FieldLabel>> = {
  numeroVoie: referenced('Numéro de voie', numeric),
  indiceRepetitionVoie: referenced('Indice répétition voie', numeric),
  typeVoie: referenced('Type de voie'),
  libelleVoie: referenced('Libellé de la voie', streetName),
  codePostal: referenced('Code postal'),
  commune: referenced('Commune'),
  telephone: referenced('Téléphone'),
  emailMSS: { label: 'Email sécurisé MSS', source: mssSource, hint: undefined },
};
