import { fieldLabels } from '../domain/field-labels.js';
import { requestAttribute, responseAttribute, type ServiceCatalogue } from '../domain/catalogue.js';
import { modificationOf, nationalOf, threeWayFields } from '../domain/overlay.js';
import { derivedAttributes } from '../domain/person.js';
import { parseDn } from '../model/dn.js';
import { passwordAttributes } from '../model/password-attributes.js';
import type { JournalRow, JournalValue } from '../operations/directory.js';
import { journalText } from './record-changes.js';
import type { Said } from './said.js';
import { frenchSpaces, momentOf, readGeneralizedTime } from './typography.js';

const doors: Readonly<Record<string, string>> = {
  ldap: 'LDAP',
  panel: 'Panneau',
  cli: 'Commande',
  import: 'Import',
  relay: 'Relais',
};
const operations: Readonly<Record<string, string>> = {
  add: 'Création',
  modify: 'Modification',
  modifyDn: 'Changement de nom',
  delete: 'Suppression',
  load: 'Chargement',
  'read-record': 'Lecture de la fiche',
  'sign-in': 'Connexion',
  'hand-over': 'Réattribution',
  'release-batch': 'Libération d’un lot',
  'send-again': 'Nouvel envoi à webDCR',
  'resend-mail': 'Nouvel envoi d’un courriel',
  export: 'Export',
  import: 'Import d’un fichier',
  'save-list': 'Liste enregistrée',
  'delete-list': 'Liste supprimée',
  'send-activation': 'Envoi du lien d’activation',
};

export const doorName = (door: string): string => doors[door] ?? door;
export const operationName = (operation: string): string => operations[operation] ?? operation;

const requestWords = 'Demande Accès {service}';
const responseWords = 'Réponse Accès {service}';

/** The words for attributes: `codePostalModification` → « Code postal (modification) ». */
export function attributeLabels(catalogue: ServiceCatalogue): (attribute: string) => string | Said {
  const labels = new Map<string, string | Said>([
    ['mail', 'Email principal'],
    ['userpassword', 'Mot de passe'],
    ['authpassword', 'Vérificateur du mot de passe (SCRAM)'],
  ]);
  for (const field of threeWayFields) {
    const { label } = fieldLabels[field];
    labels.set(modificationOf(field).toLowerCase(), `${label} (valeur pour modification)`);
    labels.set(nationalOf(field).toLowerCase(), `${label} (*)`);
  }
  for (const service of catalogue.services) {
    const named = { service: service.label };
    labels.set(requestAttribute(service).toLowerCase(), { words: requestWords, ...named });
    labels.set(responseAttribute(service).toLowerCase(), { words: responseWords, ...named });
  }
  return (attribute) => labels.get(attribute.toLowerCase()) ?? attribute;
}

const shownMax = 50;
const valuesShownMax = 50;

/** « Historique »: when, who, through what, before → after; derived values are left out. */
export function historyOf(
  rows: readonly JournalRow[],
  options: {
    readonly catalogue: ServiceCatalogue;
    readonly mayRead: (attribute: string) => boolean;
    /** The values that stand, of the attributes whose changes may be taken back. */
    readonly undoable: ReadonlyMap<string, string | undefined>;
  },
): object[] {
  const labelOf = attributeLabels(options.catalogue);
  const derived = new Set(derivedAttributes.map((name) => name.toLowerCase()));
  return rows
    .filter(({ kind }) => kind === 'change')
    .slice(0, shownMax)
    .map((row) => ({
      when: momentOf(new Date(row.time)),
      iso: row.time,
      who: whoActed(row),
      door: doorName(row.door),
      operation: operationName(row.operation),
      reason: typeof row.details?.['reason'] === 'string' ? row.details['reason'] : undefined,
      // The first content of a record is the record itself.
      changes:
        row.operation === 'add'
          ? []
          : row.changes
              .filter(({ attribute }) => !derived.has(attribute.toLowerCase()))
              .filter(({ attribute }) => isPassword(attribute) || options.mayRead(attribute))
              .map(({ attribute, before, after }) => ({
                label: labelOf(attribute),
                isPassword: isPassword(attribute),
                before: valuesText(before),
                after: valuesText(after),
                undo: undoOf(row, { attribute, after }, options.undoable),
              })),
    }));
}

/** A change that still stands as it was made. */
function undoOf(
  { sequence }: JournalRow,
  { attribute, after }: { readonly attribute: string; readonly after: readonly JournalValue[] },
  undoable: ReadonlyMap<string, string | undefined>,
): object | undefined {
  const name = attribute.toLowerCase();
  if (!undoable.has(name) || undoable.get(name) !== journalText(after[0])) return undefined;
  return { sequence, attribute };
}

const isPassword = (attribute: string): boolean => passwordAttributes.has(attribute.toLowerCase());

/** Values in words, the first of many. */
export function valuesText(values: readonly JournalValue[]): string {
  if (values.length === 0) return frenchSpaces('(rien)');
  const first = values.slice(0, valuesShownMax).map((value) => shown(journalText(value) ?? ''));
  const more = values.length - first.length;
  return more > 0 ? `${first.join(', ')} et ${String(more)} autres` : first.join(', ');
}

function shown(text: string): string {
  const time = readGeneralizedTime(text);
  if (time !== undefined) return momentOf(time);
  return text.trim() === '' ? '(espace)' : text;
}

const internalActors: Readonly<Record<string, string>> = {
  root: 'L’opérateur',
  restore: 'Le chargement',
  national: 'Les référentiels nationaux',
  relay: 'Le relais',
  system: 'Le serveur',
};

/** Who made a change, and in whose name where that is another. */
function whoActed({ actor, onBehalfOf }: JournalRow): string {
  const who = actorName(actor);
  return onBehalfOf === undefined ? who : `${who} pour ${actorName(onBehalfOf)}`;
}

/** The login of a person's DN, the name of an internal actor, or the DN itself. */
export function actorName(actor: string): string {
  if (!actor.includes('=')) return internalActors[actor] ?? actor;
  try {
    const leaf = parseDn(actor)[0]?.[0];
    return leaf === undefined ? actor : leaf.value.toString('utf8');
  } catch {
    return actor;
  }
}
