/**
 * The three-way fields (DESIGN §2): a national value, a local override, and the effective value
 * that clients and webDCR read.
 *
 *     override     state       effective value
 *     absent       hérité      the national one
 *     non-blank    remplacé    the override
 *     all spaces   vidé        none
 */

export const threeWayFields = [
  'numeroVoie',
  'indiceRepetitionVoie',
  'typeVoie',
  'libelleVoie',
  'codePostal',
  'commune',
  'telephone',
  'emailMSS',
] as const;

export type ThreeWayField = (typeof threeWayFields)[number];

/** The attribute that holds a field's national value: the `(*)` of the screens. */
export const nationalOf = (field: string): string => `${field}National`;

/** The attribute that holds a field's « Valeur pour modification ». */
export const modificationOf = (field: string): string => `${field}Modification`;

export type OverrideState = 'hérité' | 'remplacé' | 'vidé';

/** What an override does to its field. */
export function overrideState(value: string | undefined): OverrideState {
  if (value === undefined || value === '') return 'hérité';
  return isBlank(value) ? 'vidé' : 'remplacé';
}

/** The value that clients read; undefined when there is none, never empty or blank. */
export function effectiveValue(national?: string, modification?: string): string | undefined {
  const state = overrideState(modification);
  if (state === 'vidé') return undefined;
  const value = state === 'remplacé' ? modification : national;
  return value === undefined || isBlank(value) ? undefined : value;
}

/**
 * What string preparation turns into SPACE: white space controls and every separator
 * (RFC 4518 §2.2), the no-break space among them.
 */
const space = '[\\t-\\r\\u0085\\p{Z}]';

/** What string preparation drops (RFC 4518 §2.2): other controls, format characters, selectors. */
const ignored = '\\p{Cc}|\\p{Cf}|\\u034f|\\u1806|[\\u180b-\\u180e]|[\\ufe00-\\ufe0f]|\\ufffc';

const blank = new RegExp(`^(?:${space}|${ignored})*$`, 'u');

/** Whether nothing but spaces is left of a value once prepared (RFC 4518 §2). */
export function isBlank(value: string): boolean {
  return blank.test(value);
}
