import { accessStates } from '../domain/access-state.js';
import type { Service } from '../domain/catalogue.js';
import { textOf } from '../model/entry.js';
import type { Filter } from '../model/filter.js';
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
import { tableOf } from './table.js';

/** « Listes personnalisées »: one list of requests and answers for each service. */
export function customListRoutes(panel: Panel, router: PanelRouter): void {
  router.get('/listes/:slug', requireSignIn, requireAdministration, (ctx) => {
    const service = serviceOf(panel, ctx.params['slug'] ?? '');
    showList(panel, ctx, service);
  });
  router.get('/listes/:slug/export', requireSignIn, requireAdministration, (ctx) => {
    const service = serviceOf(panel, ctx.params['slug'] ?? '');
    const query = queryOf(ctx.query, ['demande', 'reponse']);
    const { directory, clock } = panel.options;
    return sendExport(ctx, {
      operations: signedInOf(ctx).operations,
      base: `ou=personnes,${directory.suffix}`,
      filter: filterOf(service, query, clock()),
      columns: requestColumns,
      sortBy: 'typePersonne',
      name: listSlug(service),
      query,
      now: clock(),
    });
  });
}

/** @throws PageFault 404 */
function serviceOf({ options }: Panel, given: string): Service {
  const slug = given.toLowerCase();
  const service = options.catalogue.services.find((each) => listSlug(each).toLowerCase() === slug);
  if (service === undefined) throw new PageFault(404, 'Cette liste personnalisée n’existe pas.');
  return service;
}

const filterOf = (service: Service, query: Readonly<Record<string, string>>, now: Date): Filter =>
  listFilter(service, { request: query['demande'] ?? '', response: query['reponse'] ?? '' }, now);

function showList(panel: Panel, ctx: PanelContext, service: Service): void {
  const { directory, clock } = panel.options;
  const query = queryOf(ctx.query, ['demande', 'reponse', ...tableParameters]);
  const { demande = '', reponse = '' } = query;
  const table = tableOf({
    operations: signedInOf(ctx).operations,
    schema: directory.schema,
    base: `ou=personnes,${directory.suffix}`,
    filter: filterOf(service, query, clock()),
    columns: requestColumns,
    sortBy: 'typePersonne',
    path: listPath(service),
    query,
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
