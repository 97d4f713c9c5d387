import { responseAttribute, type ServiceCatalogue } from '../domain/catalogue.js';
import { modificationOf, threeWayFields } from '../domain/overlay.js';
import { type Entry, textOf } from '../model/entry.js';
import type { Modification } from '../model/modification.js';
import type { JournalRow, JournalValue } from '../operations/directory.js';

/** The attributes that the form of a record can change, each of one value. */
export function editableAttributes(catalogue: ServiceCatalogue): readonly string[] {
  return [
    ...threeWayFields.map(modificationOf),
    'mail',
    ...catalogue.services.map(responseAttribute),
  ];
}

/** Values by attribute; an attribute without value has none here, or the empty text. */
export type FieldValues = Readonly<Record<string, string>>;

/** The record's own values, as its form shows them. */
export function storedValues(person: Entry, attributes: readonly string[]): FieldValues {
  return Object.fromEntries(
    attributes.map((name) => [name, textOf(person, name) ?? emptyValue(name)]),
  );
}

const emptyValue = (attribute: string): string =>
  attribute.startsWith('reponseAcces') ? 'Jamais demandé' : '';

/** Names of the fields whose typed value is not the given one. A typed space is a value. */
export function touchedFields(typed: FieldValues, before: FieldValues): string[] {
  return Object.keys(typed).filter((name) => typed[name] !== (before[name] ?? ''));
}

/**
 * The modifications that bring the fields from what was read to what was typed. The old value
 * is deleted by name: had someone changed it in between, the directory would answer
 * `noSuchAttribute` and nothing would be overwritten.
 */
export function modificationsFor(
  person: Entry,
  typed: FieldValues,
  names: readonly string[],
): Modification[] {
  return names.flatMap((attribute) => {
    const before = textOf(person, attribute);
    const after = typed[attribute] ?? '';
    const changes: Modification[] = [];
    if (before !== undefined) {
      changes.push({ kind: 'delete', attribute, values: [Buffer.from(before)] });
    }
    if (after !== '') changes.push({ kind: 'add', attribute, values: [Buffer.from(after)] });
    return changes;
  });
}

/**
 * The values that the form was shown: today's, with the changes since then undone, newest first.
 *
 * @param rows of the record's journal, newest first
 * @param csn the entryCSN that the form carries
 */
export function valuesAt(
  current: FieldValues,
  rows: readonly JournalRow[],
  csn: string,
): FieldValues {
  const values: Record<string, string> = { ...current };
  const names = new Map(Object.keys(values).map((name) => [name.toLowerCase(), name]));
  for (const row of rows) {
    if (row.kind !== 'change') continue;
    if (row.csn <= csn) break;
    for (const { attribute, before } of row.changes) {
      const name = names.get(attribute.toLowerCase());
      if (name !== undefined) values[name] = journalText(before[0]) ?? emptyValue(name);
    }
  }
  return values;
}

/** A journal value as text; undefined for none or for octets that are no text. */
export function journalText(value: JournalValue | undefined): string | undefined {
  if (value === undefined) return undefined;
  return typeof value === 'string' ? value : '(donnée binaire)';
}
