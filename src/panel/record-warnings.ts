import { fieldLabels } from '../domain/field-labels.js';
import { modificationOf, nationalOf, overrideState, threeWayFields } from '../domain/overlay.js';
import { type Entry, textOf } from '../model/entry.js';
import type { JournalRow } from '../operations/directory.js';
import { dayOf } from './typography.js';

/** Overrides that somebody should look at again. */
export interface OverrideWarnings {
  /** Labels of fields whose override says what the national value says. */
  readonly useless: readonly string[];
  /** Fields whose national value changed after the override was made. */
  readonly overtaken: readonly { readonly label: string; readonly on: string }[];
}

/** @param rows changes of the record's journal, newest first */
export function overrideWarnings(person: Entry, rows: readonly JournalRow[]): OverrideWarnings {
  const replaced = threeWayFields.filter(
    (field) => overrideState(textOf(person, modificationOf(field))) === 'remplacé',
  );
  const isUseless = (field: (typeof replaced)[number]): boolean =>
    textOf(person, modificationOf(field))?.trim() === textOf(person, nationalOf(field));
  return {
    useless: replaced.filter(isUseless).map((field) => fieldLabels[field].label),
    overtaken: replaced.flatMap((field) => {
      const national = lastChange(rows, nationalOf(field));
      const override = lastChange(rows, modificationOf(field));
      if (!national || !override || national.sequence <= override.sequence) return [];
      return [{ label: fieldLabels[field].label, on: dayOf(new Date(national.time)) }];
    }),
  };
}

function lastChange(rows: readonly JournalRow[], attribute: string): JournalRow | undefined {
  const name = attribute.toLowerCase();
  return rows.find(({ changes }) => changes.some((each) => each.attribute.toLowerCase() === name));
}
