import { requestAttribute, type Service } from '../domain/catalogue.js';
import { generalizedTimeOf } from './custom-list-filter.js';
import { PageFault } from './page-fault.js';
import {
  type Panel,
  type PanelContext,
  requireSignIn,
  seeOther,
  show,
  signedInOf,
} from './frame.js';
import type { PanelRouter } from './options.js';
import { refusalText } from './refusals.js';
import { tileClass } from './tile-style.js';

const alreadyAccepted =
  'Vous avez déjà accès à ce service. Sa tuile est active à votre prochaine connexion.';

/** « Ajouter » › « Souhaitez vous avoir accès à ce service ? » › « Annuler » / « Valider ». */
export function accessRequestRoutes(panel: Panel, router: PanelRouter): void {
  router.get('/espace-prive/services/:code', requireSignIn, (ctx) => {
    showQuestion(panel, ctx, serviceOf(panel, ctx.params['code']), undefined);
  });

  router.post('/espace-prive/services/:code', requireSignIn, async (ctx) => {
    const service = serviceOf(panel, ctx.params['code']);
    const { operations, dn } = signedInOf(ctx);
    const attribute = requestAttribute(service);
    const now = Buffer.from(generalizedTimeOf(panel.options.clock()));
    const result = await operations.modify(
      { kind: 'modify', dn, changes: [{ kind: 'replace', attribute, values: [now] }] },
      { controls: [], address: ctx.state.address },
    );
    if (result.code === 'success') {
      seeOther(ctx, `/espace-prive?demande=${service.code}`);
      return;
    }
    ctx.status = 422;
    const isAccepted = result.code === 'unwillingToPerform';
    showQuestion(panel, ctx, service, isAccepted ? alreadyAccepted : refusalText(result));
  });
}

function serviceOf(panel: Panel, code: string | undefined): Service {
  const service = panel.options.catalogue.byCode(code ?? '');
  if (service?.tile === undefined) throw new PageFault(404, 'Ce service n’existe pas.');
  return service;
}

function showQuestion(
  panel: Panel,
  ctx: PanelContext,
  service: Service,
  error: string | undefined,
): void {
  show(
    panel,
    ctx,
    'demande',
    { heading: service.tile?.name ?? service.label },
    {
      name: service.tile?.name ?? service.label,
      description: service.tile?.description ?? '',
      className: tileClass(service),
      action: `/espace-prive/services/${service.code}`,
      error,
    },
  );
}
