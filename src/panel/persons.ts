import { textOf } from '../model/entry.js';
import type { FindRequest, Listing, Operations } from '../operations/directory.js';
import { sendExport } from './export.js';
import {
  type Panel,
  type PanelContext,
  requireAdministration,
  requireSignIn,
  show,
  signedInOf,
} from './frame.js';
import type { PanelRouter } from './options.js';
import { personColumns } from './person-columns.js';
import { searchFields, searchFilter } from './person-search.js';
import { queryOf, tableParameters } from './query.js';
import { type TablePage, tableOf, type TableSource } from './table.js';

type Query = Readonly<Record<string, string>>;

const parameters = ['q', ...searchFields.map(({ name }) => name), ...tableParameters];

/** « Personnes »: the search form and « Liste des personnes (N enregistrements) ». */
export function personsRoutes(panel: Panel, router: PanelRouter): void {
  router.get('/personnes', requireSignIn, requireAdministration, (ctx) => {
    const query = queryOf(ctx.query, parameters);
    const table = tableOf({
      ...sourceOf(panel, ctx, query),
      path: '/personnes',
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
        exportHref: `/personnes/export?${withoutPage(query)}`,
        saveHref: `/mes-listes/nouvelle?${fieldsOf(query)}`,
        mayCreate: signedInOf(ctx).standing.isAdministrator,
        found: (query['q'] ?? '').trim(),
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

/** « Liste des personnes » as a file, in the order of the page. */
export function personsExportRoutes(panel: Panel, router: PanelRouter): void {
  router.get('/personnes/export', requireSignIn, requireAdministration, (ctx) => {
    const source = sourceOf(panel, ctx, queryOf(ctx.query, parameters));
    return sendExport(ctx, { source, name: 'personnes', now: panel.options.clock() });
  });
}

function sourceOf({ options }: Panel, ctx: PanelContext, query: Query): TableSource {
  const { operations } = signedInOf(ctx);
  const { schema, suffix } = options.directory;
  const base = `ou=personnes,${suffix}`;
  const filter = searchFilter(query);
  const text = (query['q'] ?? '').trim();
  return {
    ...{ operations, schema, base, filter, query },
    ...(text !== '' && { found: foundIn(operations, { base, text, filter }) }),
    columns: personColumns,
    sortBy: 'sn',
  };
}

/** The parameters of a page but its number: what is listed, and in which order. */
function withoutPage(query: Query): string {
  return new URLSearchParams(Object.entries(query).filter(([name]) => name !== 'page')).toString();
}

/** The fields of the form alone: what a list of one's own can keep. */
function fieldsOf(query: Query): string {
  const names = new Set(searchFields.map(({ name }) => name));
  return new URLSearchParams(Object.entries(query).filter(([name]) => names.has(name))).toString();
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
