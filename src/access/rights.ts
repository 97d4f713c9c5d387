import type { AttributeRight, EntryAccess } from './policy.js';
import type { RuleRight } from './rules.js';

/** Rights as bits, so that the rights of all rules on one attribute are one number. */
export const rightBits = { read: 1, search: 2, compare: 4, write: 8 } as const satisfies Record<
  AttributeRight,
  number
>;

/** Rights on the entry as a whole. */
export const entryBits = { add: 1, delete: 2, rename: 4, represent: 8, examine: 16 } as const;

/** Those by which an entry may be known to exist. */
const revealing = entryBits.add | entryBits.delete | entryBits.rename;

/** Whether rights on an entry as a whole let it be known to exist. */
export const isRevealing = (entry: number): boolean => (entry & revealing) !== 0;

/** What each word of the rules grants on an attribute; reading includes finding and comparing. */
const attributeRights: Readonly<Record<RuleRight, number>> = {
  lire: rightBits.read | rightBits.search | rightBits.compare,
  chercher: rightBits.search | rightBits.compare,
  comparer: rightBits.compare,
  ecrire: rightBits.write,
  ajouter: 0,
  supprimer: 0,
  renommer: 0,
  representer: 0,
  examiner: 0,
};

const entryRights: Readonly<Record<RuleRight, number>> = {
  lire: 0,
  chercher: 0,
  comparer: 0,
  ecrire: 0,
  ajouter: entryBits.add,
  supprimer: entryBits.delete,
  renommer: entryBits.rename,
  representer: entryBits.represent,
  examiner: entryBits.examine,
};

export function attributeMask(rights: readonly RuleRight[]): number {
  return rights.reduce((mask, right) => mask | attributeRights[right], 0);
}

export function entryMask(rights: readonly RuleRight[]): number {
  return rights.reduce((mask, right) => mask | entryRights[right], 0);
}

/** The access that masks spell out; `attributes` by lower-cased first name. */
export function entryAccess(attributes: ReadonlyMap<string, number>, entry: number): EntryAccess {
  return {
    visible: attributes.size > 0 || isRevealing(entry),
    add: (entry & entryBits.add) !== 0,
    delete: (entry & entryBits.delete) !== 0,
    rename: (entry & entryBits.rename) !== 0,
    represent: (entry & entryBits.represent) !== 0,
    examine: (entry & entryBits.examine) !== 0,
    may: (attribute, right) => ((attributes.get(attribute) ?? 0) & rightBits[right]) !== 0,
  };
}

/** The root DN: no rules file can lock it out. */
export const everything: EntryAccess = {
  visible: true,
  add: true,
  delete: true,
  rename: true,
  represent: true,
  examine: true,
  may: () => true,
};

/** The process itself: whatever it does it does in its own name. */
export const everythingButRepresent: EntryAccess = { ...everything, represent: false };
