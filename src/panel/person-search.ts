import type { Filter } from '../model/filter.js';
import { all, equal, startsWith, typed } from './filters.js';

/** Every person, and nothing below it. */
export const personFilter: Filter = equal('objectClass', 'personneAnnuaire');

/** A field of the search form, in the guide's order. */
export interface SearchField {
  /** In the URL. */
  readonly name: string;
  readonly label: string;
  /** Given: a choice among these. */
  readonly choices?: readonly string[];
  readonly filter: (text: string) => Filter;
}

const on =
  (attribute: string) =>
  (text: string): Filter =>
    typed(attribute, text);
const exactly =
  (attribute: string) =>
  (text: string): Filter =>
    text.includes('*') ? typed(attribute, text) : equal(attribute, text.replace(/\s+/g, ''));

const ofPlace = (text: string): Filter =>
  /^\d+$/.test(text) ? startsWith('codePostal', text) : typed('commune', text);

export const searchFields: readonly SearchField[] = [
  { name: 'lieu', label: "Lieu d'exercice", filter: ofPlace },
  { name: 'type', label: 'Type', choices: ['AGENT', 'PS'], filter: exactly('typePersonne') },
  { name: 'matricule', label: 'Matricule', filter: exactly('matricule') },
  { name: 'adeli', label: 'Numéro Adeli', filter: exactly('numeroADELI') },
  { name: 'rpps', label: 'Numéro RPPS', filter: exactly('numeroRPPS') },
  { name: 'login', label: 'Login', filter: on('uid') },
  { name: 'nom', label: 'Nom', filter: on('sn') },
  { name: 'naissance', label: 'Nom de naissance', filter: on('nomNaissance') },
  { name: 'prenom', label: 'Prénom', filter: on('givenName') },
  { name: 'profession', label: 'Profession', filter: on('profession') },
  { name: 'specialite', label: 'Spécialité', filter: on('specialite') },
  {
    name: 'orientation',
    label: 'Orientation particulière',
    filter: on('orientationParticuliere'),
  },
  { name: 'etat', label: 'Etat Activité', choices: ['Actif', 'Inactif'], filter: exactly('etat') },
];

const fieldLengthMax = 100;

/** The filter of the form's fields together; the quick box (`q`) is no filter: it finds. */
export function searchFilter(query: Readonly<Record<string, string>>): Filter {
  const filters = [personFilter];
  for (const field of searchFields) {
    const text = (query[field.name] ?? '').trim().slice(0, fieldLengthMax);
    if (text !== '') filters.push(field.filter(text));
  }
  return all(...filters);
}
