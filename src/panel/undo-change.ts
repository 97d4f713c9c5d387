import { type Entry, textOf } from '../model/entry.js';
import type { Modification } from '../model/modification.js';
import type { PanelOptions } from './options.js';
import { editableAttributes, journalText } from './record-changes.js';
import { refusalText } from './refusals.js';
import type { SignedIn } from './signed-in.js';
import { momentOf } from './typography.js';

const rowsMax = 500;

/**
 * Takes back one change of a record, by a change of its own, unless the field has changed since.
 * Undefined when that is done, otherwise why not.
 */
export async function undoChange(
  { directory, catalogue }: PanelOptions,
  { operations }: SignedIn,
  undo: {
    readonly person: Entry;
    readonly sequence: number;
    readonly attribute: string;
    readonly address: string;
  },
): Promise<string | undefined> {
  const { person, sequence } = undo;
  const attribute = editableAttributes(catalogue).find(
    (name) => name.toLowerCase() === undo.attribute.toLowerCase(),
  );
  const rows = directory.journalOf(textOf(person, 'entryUUID') ?? '', rowsMax, 'change');
  const row = rows.find((each) => each.sequence === sequence);
  const change = row?.changes.find(
    (each) => each.attribute.toLowerCase() === attribute?.toLowerCase(),
  );
  if (!row || !change || attribute === undefined) return 'Ce changement ne s’annule pas d’ici.';
  const [before, after] = [journalText(change.before[0]), journalText(change.after[0])];
  if (textOf(person, attribute) !== after) {
    return 'Cette donnée a changé depuis : ouvrez la fiche et corrigez-la directement.';
  }
  const changes: Modification[] = [];
  if (after !== undefined)
    changes.push({ kind: 'delete', attribute, values: [Buffer.from(after)] });
  if (before !== undefined) changes.push({ kind: 'add', attribute, values: [Buffer.from(before)] });
  const reason = `Annulation du changement du ${momentOf(new Date(row.time))}`;
  const context = { controls: [], address: undo.address, reason };
  const result = await operations.modify({ kind: 'modify', dn: person.dn, changes }, context);
  return result.code === 'success' ? undefined : refusalText(result);
}
