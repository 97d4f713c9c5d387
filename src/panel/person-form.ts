import { isAdeli, isRpps } from '../domain/identifiers.js';
import { isAddress } from '../notify/mail-message.js';

/** A person to come, as a form describes it. A type, not an interface, so that it is JSON. */
export type PersonDraft = {
  readonly sn: string;
  readonly givenName: string;
  readonly dateNaissance: string;
  readonly numeroRPPS: string;
  readonly numeroADELI: string;
  readonly profession: string;
  readonly mail: string;
};

export type PersonField = keyof PersonDraft;

export interface PersonFieldView {
  readonly name: PersonField;
  readonly label: string;
  readonly hint: string;
  readonly type: 'text' | 'date' | 'email';
  readonly isRequired: boolean;
}

/** The fields of the form, in their order. */
export const personFields: readonly PersonFieldView[] = [
  field('sn', "Nom d'usage", { isRequired: true }),
  field('givenName', 'Prénom', { isRequired: true }),
  field('dateNaissance', 'Date de naissance', { type: 'date' }),
  field('numeroRPPS', 'Numéro RPPS', { hint: '11 chiffres' }),
  field('numeroADELI', 'Numéro ADELI', { hint: '9 caractères' }),
  field('profession', 'Profession', { isRequired: true }),
  field('mail', 'Email principal', {
    type: 'email',
    isRequired: true,
    hint: 'Adresse qui permettra de générer son mot de passe.',
  }),
];

function field(
  name: PersonField,
  label: string,
  options: Partial<Omit<PersonFieldView, 'name' | 'label'>> = {},
): PersonFieldView {
  return { name, label, hint: '', type: 'text', isRequired: false, ...options };
}

const lengthMax = 200;

export type FormErrors = Readonly<Partial<Record<PersonField, string>>>;

/** What a form says, spaces around left aside, and what is wrong with it. */
export function personDraftOf(
  form: Readonly<Record<string, string>>,
  now: Date,
): { readonly draft: PersonDraft; readonly errors: FormErrors } {
  const values = personFields.map(({ name }) => {
    const text = (form[name] ?? '').replace(/[\p{Cc}\p{Cf}]+/gu, ' ').trim();
    return [name, text.slice(0, lengthMax)] as const;
  });
  const draft = Object.fromEntries(values) as unknown as PersonDraft;
  const errors = personFields.flatMap(({ name, isRequired }) => {
    if (draft[name] === '') return isRequired ? [[name, 'Ce champ est obligatoire.']] : [];
    const fault = faultOf(name, draft[name], now);
    return fault === undefined ? [] : [[name, fault]];
  });
  return { draft, errors: Object.fromEntries(errors) as FormErrors };
}

function faultOf(name: PersonField, text: string, now: Date): string | undefined {
  switch (name) {
    case 'numeroRPPS':
      return isRpps(text) ? undefined : 'Un numéro RPPS a 11 chiffres, dont une clé : vérifiez-le.';
    case 'numeroADELI':
      return isAdeli(text) ? undefined : 'Un numéro ADELI a 9 caractères : vérifiez-le.';
    case 'mail':
      return isAddress(text) ? undefined : 'Cette adresse électronique n’est pas complète.';
    case 'dateNaissance':
      return isBirthDate(text, now) ? undefined : 'Indiquez une date de naissance, jj/mm/aaaa.';
    case 'sn':
    case 'givenName':
      return /\p{L}/u.test(text) ? undefined : 'Un nom contient au moins une lettre.';
    case 'profession':
      return undefined;
  }
}

function isBirthDate(text: string, now: Date): boolean {
  const date = new Date(`${text}T00:00:00Z`);
  if (!/^\d{4}-\d\d-\d\d$/.test(text) || Number.isNaN(date.getTime())) return false;
  return date.toISOString().startsWith(text) && date < now && date.getUTCFullYear() > 1900;
}
