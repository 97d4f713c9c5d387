import type { Result, ResultCodeName } from '../model/result.js';
import { translate } from './language.js';
import type { Said } from './said.js';

/** What a refusal of the directory means to who filled in a form. */
const sentences: Partial<Record<ResultCodeName, string>> = {
  insufficientAccessRights: 'Vous n’avez pas le droit de modifier cette donnée.',
  constraintViolation: 'La valeur n’est pas admise pour ce champ.',
  invalidAttributeSyntax: 'La valeur n’a pas la forme attendue pour ce champ.',
  attributeOrValueExists: 'Cette valeur est déjà enregistrée.',
  noSuchAttribute: 'La valeur a changé entre-temps.',
  objectClassViolation: 'La fiche ne peut pas recevoir cette donnée.',
  undefinedAttributeType: 'Cette donnée est inconnue de l’annuaire.',
  unwillingToPerform: 'L’annuaire refuse cette modification.',
  entryAlreadyExists: 'Cette fiche existe déjà.',
  notAllowedOnNonLeaf: 'D’autres fiches se trouvent sous celle-ci.',
  namingViolation: 'Le nom de la fiche n’est pas de ceux que l’annuaire admet.',
  invalidDNSyntax: 'Le nom de la fiche n’est pas un DN.',
  noSuchObject: 'Cette fiche n’existe plus.',
  adminLimitExceeded: 'Cette opération dépasse les limites de l’annuaire.',
  timeLimitExceeded: 'L’annuaire a mis trop de temps à répondre. Recommencez.',
  busy: 'L’annuaire est occupé. Recommencez dans quelques instants.',
  unavailable: 'L’annuaire est momentanément indisponible. Rien n’a été enregistré.',
};

export function refusalText({ code }: Pick<Result, 'code'>): string {
  return sentences[code] ?? 'L’annuaire n’a pas pu enregistrer cette modification.';
}

export interface Refusal {
  /** By field name: sentences that stand under the field. */
  readonly errors: Readonly<Record<string, string>>;
  /** Above the form. */
  readonly summary: string;
}

/**
 * A refusal in words, under the field that it names. The directory names an attribute in its
 * message; a message of the constraints is a French sentence already and is kept.
 *
 * @param labels of the fields that were to be changed, by attribute
 */
export function refusalOf(result: Result, labels: ReadonlyMap<string, string | Said>): Refusal {
  const message = result.message.toLowerCase();
  const named = [...labels.keys()]
    .filter((name) => message.includes(name.toLowerCase()))
    .sort((a, b) => b.length - a.length)[0];
  const only = labels.size === 1 ? [...labels.keys()][0] : undefined;
  const field = named ?? only;
  const text = frenchMessage(result, field) ?? refusalText(result);
  if (field === undefined) return { errors: {}, summary: text };
  const label = labels.get(field) ?? field;
  const words = typeof label === 'string' ? label : translate(label.words, undefined, label);
  return { errors: { [field]: text }, summary: `${words} : ${text}` };
}

/** The sentence after `<attribute>: ` in a constraint's message, if it is one in French. */
function frenchMessage({ code, message }: Result, field: string | undefined): string | undefined {
  if (code !== 'constraintViolation' && code !== 'invalidAttributeSyntax') return undefined;
  const colon = field === undefined ? -1 : message.toLowerCase().indexOf(field.toLowerCase());
  const sentence =
    colon < 0 || field === undefined
      ? message
      : message.slice(colon + field.length).replace(/^[\s:»"”'’]+/, '');
  return /^(?:Merci|Le |La |Les |L['’]|Un |Une |Ce |Cette |Indiquez)/.test(sentence)
    ? sentence
    : undefined;
}
