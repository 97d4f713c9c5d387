import { textOf } from '../model/entry.js';
import { type Panel, requireAdministration, requireSignIn, show, signedInOf } from './frame.js';
import type { PanelRouter } from './options.js';
import { personColumns } from './person-columns.js';
import { searchFields, searchFilter } from './person-search.js';
import { queryOf, tableParameters } from './query.js';
import { tableOf } from './table.js';

const parameters = ['q', ...searchFields.map(({ name }) => name), ...tableParameters];

/** « Personnes »: the search form and « Liste des personnes (N enregistrements) ». */
export function personsRoutes(panel: Panel, router: PanelRouter): void {
  const { directory } = panel.options;
  router.get('/personnes', requireSignIn, requireAdministration, (ctx) => {
    const query = queryOf(ctx.query, parameters);
    const table = tableOf({
      operations: signedInOf(ctx).operations,
      schema: directory.schema,
      base: `ou=personnes,${directory.suffix}`,
      filter: searchFilter(query),
      columns: personColumns,
      sortBy: 'sn',
      path: '/personnes',
      query,
      hrefOf: (person) => recordPath(textOf(person, 'uid') ?? '', ctx.url),
    });
    show(
      panel,
      ctx,
      'personnes',
      { heading: 'Personnes', place: 'personnes' },
      {
        table,
        caption: 'Liste des personnes',
        fields: searchFields.map(({ name, label, choices }) => ({
          name,
          label,
          value: query[name] ?? '',
          choices: choices?.map((value) => ({ value, isChosen: query[name] === value })),
        })),
      },
    );
  });
}

/** `/personnes/<login>`, which remembers the list to go back to. */
export function recordPath(login: string, back: string): string {
  return `/personnes/${encodeURIComponent(login)}?retour=${encodeURIComponent(back)}`;
}
