import { defaultAddressParts } from '../domain/person.js';
import type { ServiceCatalogue } from '../domain/catalogue.js';
import { type Entry, textOf } from '../model/entry.js';
import { activitiesOf } from './activities.js';
import { answerViews } from './answers.js';
import type { Panel } from './frame.js';
import { historyOf } from './history.js';
import { editableAttributes, type FieldValues } from './record-changes.js';
import { identityFields, mixedAddress, threeWayViews } from './record-fields.js';
import { mailsView, syncView } from './record-sync.js';
import { overrideWarnings } from './record-warnings.js';
import type { Said } from './said.js';
import type { SignedIn } from './signed-in.js';
import { frenchSpaces } from './typography.js';

/** Both versions of a record that two people changed. */
export interface Conflict {
  readonly who: string;
  readonly when: string;
  readonly fields: readonly {
    readonly label: string | Said;
    readonly before: string;
    readonly stored: string;
    readonly typed: string;
  }[];
}

/** What a record's page shows besides the record. */
export interface RecordState {
  readonly typed: FieldValues;
  readonly errors: FieldValues;
  readonly summary: string | undefined;
  readonly conflict: Conflict | undefined;
  readonly isSaved: boolean;
  readonly back: string;
}

/** More than is shown: the rows of who read the record stand among those of its changes. */
const historyRowsMax = 500;

/** The view of a person's record, as the signed-in person may see and change it. */
export function recordView(
  { options }: Panel,
  { operations, standing }: SignedIn,
  person: Entry,
  state: RecordState,
): object {
  const { catalogue, directory } = options;
  const uuid = textOf(person, 'entryUUID') ?? '';
  const rights = operations.rights(person.dn);
  const mayWrite = (attribute: string): boolean => rights?.may(attribute, 'write') === true;
  const mayRead = (attribute: string): boolean => rights?.may(attribute, 'read') === true;
  const { typed, errors } = state;
  const fields = threeWayViews(person, { mayWrite, typed, errors });
  const answers = answerViews(person, { catalogue, standing, mayWrite, typed, errors });
  const mixed = mixedAddress(person);
  const rows = directory.journalOf(uuid, historyRowsMax, 'change');
  const warnings = overrideWarnings(person, rows);
  const mailMayBeWritten = mayWrite('mail');
  return {
    ...headOf(person),
    badge: options.syncBadgeOf?.(uuid),
    centre: options.coordinationCentreOf?.(textOf(person, 'codePostal') ?? ''),
    chips: answers.filter((answer) => answer.state !== 'Jamais demandé').map(chipOf),
    identity: identityFields(person),
    fields,
    canSave: mailMayBeWritten || [...fields, ...answers].some((field) => field.mayWrite),
    addressParts: (options.addressParts ?? defaultAddressParts).join(' '),
    transmitted: textOf(person, 'adresseTransmise'),
    mixed,
    isMixed: mixed.length > 0,
    mail: {
      typed: typed['mail'] ?? textOf(person, 'mail') ?? '',
      mayWrite: mailMayBeWritten,
      error: errors['mail'],
      describedBy: errors['mail'] === undefined ? 'aide-mail' : 'aide-mail erreur-mail',
    },
    activities: activitiesOf(person, operations),
    answers,
    useless: warnings.useless.join(', '),
    overtaken: warnings.overtaken,
    history: historyOf(rows, {
      catalogue,
      mayRead,
      undoable: undoableOf(person, catalogue, mayWrite),
    }),
    sync: syncView(options, person),
    mails: mailsView(options, person),
    action: `/personnes/${encodeURIComponent(textOf(person, 'uid') ?? '')}`,
    version: textOf(person, 'entryCSN') ?? '',
    back: state.back,
    isSaved: state.isSaved,
    summary: state.summary === undefined ? undefined : frenchSpaces(state.summary),
    conflict: state.conflict,
  };
}

/** What stands in the fields that a reader may change. */
function undoableOf(
  person: Entry,
  catalogue: ServiceCatalogue,
  mayWrite: (attribute: string) => boolean,
): ReadonlyMap<string, string | undefined> {
  const names = editableAttributes(catalogue).filter(mayWrite);
  return new Map(names.map((name) => [name.toLowerCase(), textOf(person, name)]));
}

function headOf(person: Entry): object {
  return {
    name: textOf(person, 'sn') ?? '',
    givenName: textOf(person, 'givenName') ?? '',
    profession: textOf(person, 'profession') ?? '',
    login: textOf(person, 'uid') ?? '',
    matricule: textOf(person, 'matricule') ?? '',
    isInactive: textOf(person, 'etat') === 'Inactif',
  };
}

function chipOf({ service, state, stateClass }: ReturnType<typeof answerViews>[number]): object {
  return { service, state, stateClass };
}
