import { accessStates } from '../domain/access-state.js';
import type { Service } from '../domain/catalogue.js';
import { textOf } from '../model/entry.js';
import { listFilter, listPath, listSlug, requestChoices } from './custom-list-filter.js';
import { sendExport } from './export.js';
import { PageFault } from './page-fault.js';
import {
  type Panel,
  type PanelContext,
  requireAdministration,
  requireSignIn,
  show,
  signedInOf,
} from './frame.js';
import type { PanelRouter } from './options.js';
import { requestColumns } from './person-columns.js';
import { recordPath } from './persons.js';
import { queryOf, tableParameters } from './query.js';
import { tableOf, type TableSource } from './table.js';

/** « Listes personnalisées »: one list of requests and answers for each service. */
export function customListRoutes(panel: Panel, router: PanelRouter): void {
  router.get('/listes/:slug', requireSignIn, requireAdministration, (ctx) => {
    const service = serviceOf(panel, ctx.params['slug'] ?? '');
    showList(panel, ctx, service);
  });
  router.get('/listes/:slug/export', requireSignIn, requireAdministration, (ctx) => {
    const service = serviceOf(panel, ctx.params['slug'] ?? '');
    const source = sourceOf(panel, ctx, service, queryOf(ctx.query, parameters));
    return sendExport(ctx, { source, name: listSlug(service), now: panel.options.clock() });
  });
}

/** @throws PageFault 404 */
function serviceOf({ options }: Panel, given: string): Service {
  const slug = given.toLowerCase();
  const service = options.catalogue.services.find((each) => listSlug(each).toLowerCase() === slug);
  if (service === undefined) throw new PageFault(404, 'Cette liste personnalisée n’existe pas.');
  return service;
}

const parameters = ['demande', 'reponse', ...tableParameters];

function sourceOf(
  { options: { directory, clock } }: Panel,
  ctx: PanelContext,
  service: Service,
  query: Readonly<Record<string, string>>,
): TableSource {
  const { demande: request = '', reponse: response = '' } = query;
  return {
    operations: signedInOf(ctx).operations,
    schema: directory.schema,
    base: `ou=personnes,${directory.suffix}`,
    filter: listFilter(service, { request, response }, clock()),
    columns: requestColumns,
    sortBy: 'typePersonne',
    query,
  };
}

function showList(panel: Panel, ctx: PanelContext, service: Service): void {
  const query = queryOf(ctx.query, parameters);
  const { demande = '', reponse = '' } = query;
  const table = tableOf({
    ...sourceOf(panel, ctx, service, query),
    path: listPath(service),
    hrefOf: (person) => recordPath(textOf(person, 'uid') ?? '', ctx.url),
  });
  const facts = { heading: service.list.title, place: `liste:${service.code}` as const };
  show(panel, ctx, 'liste', facts, {
    table,
    caption: service.list.title,
    label: service.label,
    code: service.list.code ?? '',
    action: listPath(service),
    exportHref: `${listPath(service)}/export${ctx.search}`,
    requestChoices: [...requestChoices].map(([value, text]) => ({
      value,
      text,
      isChosen: value === demande,
    })),
    responseChoices: ['', ...accessStates].map((value) => ({
      value,
      text: value === '' ? 'Toutes' : value,
      isChosen: value === reponse,
    })),
  });
}
