import { textOf } from '../model/entry.js';
import { mayOpen, type SavedList } from '../state/saved-lists.js';
import { sendExport } from './export.js';
import { formOf, formValues } from './form-guard.js';
import {
  type Panel,
  type PanelContext,
  requireAdministration,
  requireSignIn,
  seeOther,
  show,
  signedInOf,
} from './frame.js';
import type { PanelOptions, PanelRouter } from './options.js';
import { PageFault } from './page-fault.js';
import { listColumns, personColumns } from './person-columns.js';
import { searchFields, searchFilter } from './person-search.js';
import { recordPath } from './persons.js';
import { queryOf, tableParameters } from './query.js';
import { everyone, sharingOf, sharings } from './list-sharing.js';
import type { SignedIn } from './signed-in.js';
import { tableOf, type TableSource } from './table.js';

type ListContext = PanelContext & { readonly params: Readonly<Record<string, string>> };

/** One's own custom lists: a search kept under a name, with its columns and its order. */
export function ownListRoutes(panel: Panel, router: PanelRouter): void {
  const guarded = [requireSignIn, requireAdministration] as const;
  const { clock } = panel.options;
  router.get('/mes-listes/nouvelle', ...guarded, (ctx) => {
    const criteria = queryOf(ctx.query, criteriaNames);
    const columns = personColumns.map(({ attribute }) => attribute);
    const draft = {
      id: '',
      number: '',
      name: '',
      isShared: false,
      criteria,
      columns,
      sortBy: 'sn',
    };
    showForm(panel, ctx, draft, undefined);
  });
  router.post('/mes-listes/nouvelle', ...guarded, (ctx) => save(panel, ctx, undefined));
  router.get('/mes-listes/:id', ...guarded, (ctx) => {
    showList(panel, ctx, listOf(panel, ctx));
  });
  router.get('/mes-listes/:id/export', ...guarded, (ctx) => {
    const list = listOf(panel, ctx);
    const source = sourceOf(panel.options, ctx, list);
    const query = { ...list.criteria, ...source.query };
    return sendExport(ctx, { source: { ...source, query }, name: 'liste', now: clock() });
  });
  router.get('/mes-listes/:id/modifier', ...guarded, (ctx) => {
    showForm(panel, ctx, ownListOf(panel, ctx), undefined);
  });
  router.post('/mes-listes/:id/modifier', ...guarded, (ctx) =>
    save(panel, ctx, ownListOf(panel, ctx)),
  );
  router.post('/mes-listes/:id/suppression', ...guarded, async (ctx) => {
    const { id, name } = ownListOf(panel, ctx);
    await panel.options.savedLists?.remove(id);
    await note(panel, ctx, 'delete-list', name);
    seeOther(ctx, '/personnes');
  });
}

const criteriaNames = searchFields.map(({ name }) => name);

/** A list that the reader may open. @throws PageFault 404 */
function listOf({ options }: Panel, ctx: ListContext): SavedList {
  const list = options.savedLists?.of(ctx.params['id'] ?? '');
  const { entryUuid, standing } = signedInOf(ctx);
  // Who administers the region tidies up what others share.
  const isOpen =
    list && (mayOpen(list, { entryUuid, groups: standing.groups }) || isTidied(list, standing));
  if (!isOpen) throw new PageFault(404, 'Cette liste personnalisée n’existe pas.');
  return list;
}

const isTidied = ({ isShared }: SavedList, { isAdministrator }: SignedIn['standing']): boolean =>
  isShared && isAdministrator;

/** A list that the reader may change: its own, or a regional administrator's to tidy up. */
function ownListOf(panel: Panel, ctx: ListContext): SavedList {
  const list = listOf(panel, ctx);
  const { entryUuid, standing } = signedInOf(ctx);
  if (list.owner === entryUuid || standing.isAdministrator) return list;
  throw new PageFault(403, 'Cette liste est celle de quelqu’un d’autre.');
}

function sourceOf({ directory }: PanelOptions, ctx: ListContext, list: SavedList): TableSource {
  const columns = list.columns.flatMap(
    (attribute) => listColumns.find((each) => each.attribute === attribute) ?? [],
  );
  return {
    operations: signedInOf(ctx).operations,
    schema: directory.schema,
    base: `ou=personnes,${directory.suffix}`,
    filter: searchFilter(list.criteria),
    columns: columns.length > 0 ? columns : personColumns,
    sortBy: list.sortBy,
    query: queryOf(ctx.query, tableParameters),
  };
}

function showList(panel: Panel, ctx: ListContext, list: SavedList): void {
  const { options } = panel;
  const signedIn = signedInOf(ctx);
  const path = `/mes-listes/${list.id}`;
  const table = tableOf({
    ...sourceOf(options, ctx, list),
    path,
    hrefOf: (person) => recordPath(textOf(person, 'uid') ?? '', ctx.url),
  });
  show(
    panel,
    ctx,
    'ma-liste',
    { heading: list.name, place: `liste:${list.id}` },
    {
      table,
      caption: list.name,
      number: list.number,
      isShared: list.isShared,
      criteria: searchFields.flatMap(({ name, label }) => {
        const value = list.criteria[name];
        return value === undefined ? [] : [{ label, value }];
      }),
      mayChange: list.owner === signedIn.entryUuid || signedIn.standing.isAdministrator,
      path,
      exportHref: `${path}/export${ctx.search}`,
    },
  );
}

async function save(panel: Panel, ctx: ListContext, known: SavedList | undefined): Promise<void> {
  const { options } = panel;
  const form = formOf(ctx);
  const columns = formValues(ctx, 'colonnes').filter((attribute) =>
    listColumns.some((each) => each.attribute === attribute),
  );
  const list: SavedList = {
    id: known?.id ?? options.random(9).toString('base64url'),
    number: (form['numero'] ?? '').trim().slice(0, 6),
    name: (form['nom-liste'] ?? '')
      .replace(/\p{Cc}+/gu, ' ')
      .trim()
      .slice(0, 80),
    owner: known?.owner ?? signedInOf(ctx).entryUuid,
    ...sharingOf(sharings(options, signedInOf(ctx).standing), form['partage'] ?? ''),
    criteria: queryOf(form, criteriaNames),
    columns: columns.slice(0, 20),
    sortBy: columns.find((each) => each === form['ordre']) ?? 'sn',
  };
  const fault = faultOf(list);
  const isKept = fault === undefined && (await options.savedLists?.save(list)) === true;
  if (!isKept) {
    ctx.status = 422;
    showForm(panel, ctx, list, fault ?? 'Vous avez déjà cinquante listes : supprimez-en une.');
    return;
  }
  await note(panel, ctx, 'save-list', list.name);
  seeOther(ctx, `/mes-listes/${list.id}`);
}

function faultOf({ name, number, columns }: SavedList): string | undefined {
  if (name === '') return 'Donnez un nom à la liste.';
  if (!/^\d{0,6}$/.test(number)) return 'Le numéro est fait de chiffres.';
  return columns.length === 0 ? 'Choisissez au moins une colonne.' : undefined;
}

async function note(panel: Panel, ctx: PanelContext, operation: string, name: string) {
  const dn = `ou=personnes,${panel.options.directory.suffix}`;
  await signedInOf(ctx).operations.audit({ operation, dn, details: { name } });
}

function showForm(
  panel: Panel,
  ctx: PanelContext,
  list: Omit<SavedList, 'owner'>,
  error: string | undefined,
): void {
  const isNew =
    !('owner' in list) || list.id === '' || panel.options.savedLists?.of(list.id) === undefined;
  show(
    panel,
    ctx,
    'ma-liste-forme',
    { heading: 'Liste personnalisée', place: 'personnes' },
    {
      error,
      isNew,
      action: isNew ? '/mes-listes/nouvelle' : `/mes-listes/${list.id}/modifier`,
      removal: `/mes-listes/${list.id}/suppression`,
      number: list.number,
      name: list.name,
      sharings: sharings(panel.options, signedInOf(ctx).standing).map((each) => ({
        ...each,
        isChosen: each.value === (list.isShared ? (list.group ?? everyone) : ''),
      })),
      fields: searchFields.map(({ name, label, choices }) => ({
        name,
        label,
        value: list.criteria[name] ?? '',
        choices: choices?.map((value) => ({ value, isChosen: list.criteria[name] === value })),
      })),
      columns: listColumns.map(({ attribute, label }) => ({
        attribute,
        label,
        isChosen: list.columns.includes(attribute),
        isOrder: list.sortBy === attribute,
      })),
    },
  );
}
