import { parseDn } from '../model/dn.js';
import { type Entry, textOf } from '../model/entry.js';
import type { Operations } from '../operations/directory.js';
import { equal } from './filters.js';

const activitiesMax = 100;

/** « Activités exercées »: the places where a person works, read-only. */
export function activitiesOf(person: Entry, operations: Operations): object[] {
  const { entries } = operations.list({
    base: person.dn,
    scope: 'one',
    filter: equal('objectClass', 'activiteExercee'),
    attributes: ['*'],
    sortBy: 'cn',
    offset: 0,
    limit: activitiesMax,
  });
  return entries.map((activity) => ({
    structure: textOf(activity, 'raisonSociale') ?? textOf(activity, 'cn') ?? '',
    href: structureHref(textOf(activity, 'structure')),
    facts: [
      textOf(activity, 'profession'),
      textOf(activity, 'modeExercice'),
      placeOf(activity),
      textOf(activity, 'telephone'),
      textOf(activity, 'emailMSS'),
    ]
      .filter(Boolean)
      .join(' · '),
  }));
}

function structureHref(dn: string | undefined): string | undefined {
  const leaf = dn === undefined ? undefined : parseDn(dn)[0]?.[0];
  return leaf && structurePath(leaf.value.toString('utf8'));
}

/** `/structures/<identifiant>`. */
export const structurePath = (id: string): string => `/structures/${encodeURIComponent(id)}`;

/** `56000 VANNES`. */
function placeOf(activity: Entry): string {
  return [textOf(activity, 'codePostal'), textOf(activity, 'commune')].filter(Boolean).join(' ');
}
