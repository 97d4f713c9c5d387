import { Readable } from 'node:stream';
import type { ImportAuthor, ImportDesk } from '../import/import-desk.js';
import { SpoolFull } from '../import/spool.js';
import type { ImportRow } from '../state/imports.js';
import { formOf } from './form-guard.js';
import {
  type Panel,
  type PanelContext,
  requireAdministration,
  requireRegional,
  requireSignIn,
  seeOther,
  show,
  signedInOf,
} from './frame.js';
import { importLine, importPath, importView } from './import-view.js';
import type { PanelRouter } from './options.js';
import { PageFault } from './page-fault.js';

export const importsPath = '/imports';

/** « Imports » : an LDIF file is handed in, its plan is read, and only then is it applied. */
export function importsRoutes(panel: Panel, router: PanelRouter): void {
  const guarded = [requireSignIn, requireAdministration] as const;
  router.get(importsPath, ...guarded, (ctx) => {
    showList(panel, ctx);
  });
  router.post(importsPath, ...guarded, (ctx) => receive(panel, ctx));
  router.get('/imports/:id', ...guarded, (ctx) => {
    const { desk, row } = named(panel, ctx, ctx.params['id']);
    const heading = `Import de ${row.fileName}`;
    const view = importView(row, desk.progressOf(row.id));
    show(panel, ctx, 'import', { heading, place: 'imports' }, view);
  });
  router.get('/imports/:id/refus', ...guarded, (ctx) => {
    const { desk, row } = named(panel, ctx, ctx.params['id']);
    const lines = desk.rejected(row.id);
    if (!lines) throw new PageFault(404);
    ctx.set('Content-Disposition', 'attachment; filename="refus.ldif"');
    ctx.type = 'text/plain; charset=utf-8';
    ctx.body = Readable.from(lines);
  });
  router.post('/imports/:id/appliquer', ...guarded, async (ctx) => {
    const { desk, row } = named(panel, ctx, ctx.params['id']);
    const continueOnError = formOf(ctx)['continuer'] !== undefined;
    const isBegun = await desk.apply(row.id, authorOf(ctx), { continueOnError });
    if (!isBegun) throw new PageFault(409, busy);
    seeOther(ctx, importPath(row.id));
  });
  router.post('/imports/:id/arreter', ...guarded, async (ctx) => {
    const { desk, row } = named(panel, ctx, ctx.params['id']);
    const wasRunning = desk.progressOf(row.id) !== undefined;
    await desk.stop(row.id);
    seeOther(ctx, wasRunning ? importPath(row.id) : importsPath);
  });
}

const busy =
  'Un autre fichier est en cours de lecture. Attendez qu’il soit fini, puis recommencez.';

async function receive(panel: Panel, ctx: PanelContext): Promise<void> {
  const desk = deskOf(panel, ctx);
  const { upload } = ctx.state;
  if (!upload || upload.fileName === '') {
    ctx.status = 422;
    showList(panel, ctx, 'Choisissez d’abord un fichier LDIF.');
    return;
  }
  const isUpdate = formOf(ctx)['miseAJour'] !== undefined;
  const file = { name: upload.fileName, isUpdate, source: upload.content };
  const id = await desk.receive(file, authorOf(ctx)).catch((error: unknown) => {
    if (error instanceof SpoolFull) throw new PageFault(413, tooLong);
    throw error;
  });
  if (id === undefined) throw new PageFault(409, busy);
  seeOther(ctx, importPath(id));
}

const tooLong =
  'Ce fichier est trop long pour le panneau. ' +
  'L’exploitant le charge par la commande « import ldif ».';

function showList(panel: Panel, ctx: PanelContext, refusal?: string): void {
  const desk = deskOf(panel, ctx);
  show(
    panel,
    ctx,
    'imports',
    { heading: 'Imports', place: 'imports' },
    { refusal, imports: desk.all().map(importLine) },
  );
}

/** @throws PageFault 403 for who is no regional administrator, 404 where nothing is imported */
function deskOf({ options }: Panel, ctx: PanelContext): ImportDesk {
  requireRegional(ctx, 'Les imports sont ouverts aux administrateurs régionaux.');
  if (!options.imports) throw new PageFault(404);
  return options.imports;
}

function named(
  panel: Panel,
  ctx: PanelContext,
  id = '',
): { readonly desk: ImportDesk; readonly row: ImportRow } {
  const desk = deskOf(panel, ctx);
  const row = desk.of(id.slice(0, 64));
  if (!row) throw new PageFault(404, 'Cet import n’existe pas, ou n’est plus gardé.');
  return { desk, row };
}

function authorOf(ctx: PanelContext): ImportAuthor {
  const { operations, dn } = signedInOf(ctx);
  return { operations, dn, address: ctx.state.address };
}
