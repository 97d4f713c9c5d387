import { textOf } from '../model/entry.js';
import type { FindRequest, Listing, Operations } from '../operations/directory.js';
import { sendExport } from './export.js';
import { type Panel, requireAdministration, requireSignIn, show, signedInOf } from './frame.js';
import type { PanelRouter } from './options.js';
import { personColumns } from './person-columns.js';
import { searchFields, searchFilter } from './person-search.js';
import { queryOf, tableParameters } from './query.js';
import { type TablePage, tableOf } from './table.js';

const parameters = ['q', ...searchFields.map(({ name }) => name), ...tableParameters];

/** « Personnes »: the search form and « Liste des personnes (N enregistrements) ». */
export function personsRoutes(panel: Panel, router: PanelRouter): void {
  const { directory } = panel.options;
  router.get('/personnes', requireSignIn, requireAdministration, (ctx) => {
    const query = queryOf(ctx.query, parameters);
    const { operations } = signedInOf(ctx);
    const base = `ou=personnes,${directory.suffix}`;
    const filter = searchFilter(query);
    const text = (query['q'] ?? '').trim();
    const table = tableOf({
      operations,
      schema: directory.schema,
      base,
      filter,
      ...(text !== '' && { found: foundIn(operations, { base, text, filter }) }),
      columns: personColumns,
      sortBy: 'sn',
      path: '/personnes',
      query,
      hrefOf: (person) => recordPath(textOf(person, 'uid') ?? '', ctx.url),
    });
    const kept = new URLSearchParams(
      Object.entries(query).filter(([name]) => searchFields.some((each) => each.name === name)),
    ).toString();
    show(
      panel,
      ctx,
      'personnes',
      { heading: 'Personnes', place: 'personnes' },
      {
        table,
        caption: 'Liste des personnes',
        exportHref: `/personnes/export?${kept}`,
        saveHref: `/mes-listes/nouvelle?${kept}`,
        mayCreate: signedInOf(ctx).standing.isAdministrator,
        found: text,
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

/** « Liste des personnes » as a file, for the fields of the form. */
export function personsExportRoutes(panel: Panel, router: PanelRouter): void {
  const { directory, clock } = panel.options;
  router.get('/personnes/export', requireSignIn, requireAdministration, (ctx) => {
    const query = queryOf(ctx.query, parameters);
    return sendExport(ctx, {
      operations: signedInOf(ctx).operations,
      base: `ou=personnes,${directory.suffix}`,
      filter: searchFilter(query),
      columns: personColumns,
      sortBy: 'sn',
      name: 'personnes',
      query,
      now: clock(),
    });
  });
}

/** The quick box: names, communes and identifiers as someone remembers them. */
function foundIn(
  operations: Operations,
  asked: Pick<FindRequest, 'base' | 'text' | 'filter'>,
): (page: TablePage) => Listing {
  return ({ sortBy, ...page }) => {
    const { persons, ...count } = operations.find({ ...asked, ...page, ...(sortBy && { sortBy }) });
    return { ...count, entries: persons.map(({ entry }) => entry) };
  };
}

/** `/personnes/<login>`, which remembers the list to go back to. */
export function recordPath(login: string, back: string): string {
  return `/personnes/${encodeURIComponent(login)}?retour=${encodeURIComponent(back)}`;
}
