import type { Entry } from '../model/entry.js';
import { textOf } from '../model/entry.js';
import type { Panel } from './frame.js';
import { actorName, attributeLabels } from './history.js';
import {
  editableAttributes,
  type FieldValues,
  modificationsFor,
  storedValues,
  touchedFields,
  valuesAt,
} from './record-changes.js';
import type { Conflict, RecordState } from './record-view.js';
import { refusalOf } from './refusals.js';
import type { SignedIn } from './signed-in.js';
import { hourOf } from './typography.js';

const journalRowsMax = 500;

type RefusedState = Pick<RecordState, 'typed' | 'errors' | 'summary' | 'conflict'>;

export type SaveOutcome =
  | { readonly kind: 'saved' }
  | { readonly kind: 'refused' | 'conflict'; readonly state: RefusedState };

export interface Saving {
  /** As read when the form came in. */
  readonly person: Entry;
  readonly form: FieldValues;
  readonly address: string;
}

/**
 * Writes what was changed in a record's form, as the signed-in person. A record that someone
 * else changed since the form was made is not written: both versions are shown instead.
 */
export async function saveRecord(
  panel: Panel,
  signedIn: SignedIn,
  { person, form, address }: Saving,
): Promise<SaveOutcome> {
  const attributes = editableAttributes(panel.options.catalogue);
  const typed = Object.fromEntries(
    attributes.flatMap((name) => (form[name] === undefined ? [] : [[name, fieldText(name, form)]])),
  );
  const current = storedValues(person, attributes);
  if (form['version'] !== textOf(person, 'entryCSN')) {
    return conflictOf(panel, person, { typed, current, csn: form['version'] ?? '' });
  }
  const touched = touchedFields(typed, current);
  if (touched.length === 0) return { kind: 'saved' };
  const result = await signedIn.operations.modify(
    { kind: 'modify', dn: person.dn, changes: modificationsFor(person, typed, touched) },
    { controls: [], address },
  );
  if (result.code === 'success') return { kind: 'saved' };
  if (result.code === 'noSuchAttribute' || result.code === 'attributeOrValueExists') {
    const now = signedIn.operations.read(person.dn, ['*', 'entryUUID', 'entryCSN']) ?? person;
    return conflictOf(panel, now, {
      typed,
      current: storedValues(now, attributes),
      csn: form['version'] ?? '',
    });
  }
  const labelOf = attributeLabels(panel.options.catalogue);
  const refusal = refusalOf(result, new Map(touched.map((name) => [name, labelOf(name)])));
  return { kind: 'refused', state: { typed, ...refusal, conflict: undefined } };
}

/** Overrides go as typed, a lone space included; an address of e-mail has no spaces around it. */
function fieldText(name: string, form: FieldValues): string {
  const text = form[name] ?? '';
  return name === 'mail' ? text.trim() : text;
}

/**
 * Both versions of what was changed: the fields typed in keep what was typed, the others take
 * today's value, so that saving again undoes nobody's change unseen.
 */
function conflictOf(
  panel: Panel,
  person: Entry,
  form: { readonly typed: FieldValues; readonly current: FieldValues; readonly csn: string },
): SaveOutcome {
  const uuid = textOf(person, 'entryUUID') ?? '';
  const rows = panel.options.directory.journalOf(uuid, journalRowsMax, 'change');
  const shown = valuesAt(form.current, rows, form.csn);
  const touched = touchedFields(form.typed, shown);
  const changedElsewhere = touchedFields(form.current, shown);
  const labelOf = attributeLabels(panel.options.catalogue);
  const last = rows.find(({ kind }) => kind === 'change');
  const names = [...new Set([...touched, ...changedElsewhere])];
  const conflict: Conflict = {
    who: last === undefined ? 'quelqu’un' : actorName(last.actor),
    when: last === undefined ? '' : hourOf(new Date(last.time)),
    fields: names.map((name) => ({
      label: labelOf(name),
      before: quoted(shown[name]),
      stored: quoted(form.current[name]),
      typed: touched.includes(name) ? quoted(form.typed[name]) : '—',
    })),
  };
  return {
    kind: 'conflict',
    state: {
      typed: Object.fromEntries(touched.map((name) => [name, form.typed[name] ?? ''])),
      errors: {},
      summary: undefined,
      conflict,
    },
  };
}

function quoted(value: string | undefined): string {
  if (value === undefined || value === '') return '(rien)';
  return value.trim() === '' ? '(espace)' : value;
}
