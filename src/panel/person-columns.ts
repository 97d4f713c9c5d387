import { type Entry, textOf } from '../model/entry.js';
import type { Column } from './table.js';
import { birthDateOf, dayOf, readGeneralizedTime } from './typography.js';

const of =
  (attribute: string) =>
  (entry: Entry): string =>
    textOf(entry, attribute) ?? '';
const column = (label: string, attribute: string): Column => ({
  label,
  attribute,
  textOf: of(attribute),
});

/** The columns of « Liste des personnes », in the guide's order. */
export const personColumns: readonly Column[] = [
  column('Type', 'typePersonne'),
  { ...column('Nom', 'sn'), isLink: true },
  column('Nom de naissance', 'nomNaissance'),
  {
    ...column('Date de naissance', 'dateNaissance'),
    textOf: (entry) => birthDateOf(textOf(entry, 'dateNaissance')),
    isNumber: true,
  },
  column('Prénom', 'givenName'),
  column('Etat', 'etat'),
  column('Profession', 'profession'),
  column('Spécialité', 'specialite'),
  column('Orientation particulière', 'orientationParticuliere'),
  column('Login', 'uid'),
  column('Matricule', 'matricule'),
];

/** The columns of a custom list of access requests. */
export const requestColumns: readonly Column[] = [
  column('Type', 'typePersonne'),
  column('Matricule', 'matricule'),
  column('Login', 'uid'),
  { ...column("Nom d'usage", 'sn'), isLink: true },
  column('Prénom', 'givenName'),
  column('Profession', 'profession'),
  column('Etat', 'etat'),
  {
    label: 'Date de mise à jour Personne',
    attribute: 'modifyTimestamp',
    textOf: (entry) => {
      const date = readGeneralizedTime(textOf(entry, 'modifyTimestamp'));
      return date === undefined ? '' : dayOf(date);
    },
    isNumber: true,
  },
];

/** Every column that one's own list may have. */
export const listColumns: readonly Column[] = [
  ...personColumns,
  column('Numéro RPPS', 'numeroRPPS'),
  column('Numéro Adeli', 'numeroADELI'),
  column('Email principal', 'mail'),
  column('Code postal', 'codePostal'),
  column('Commune', 'commune'),
  column('Téléphone', 'telephone'),
  column('Email sécurisé MSS', 'emailMSS'),
  ...requestColumns.filter(({ attribute }) => attribute === 'modifyTimestamp'),
];
