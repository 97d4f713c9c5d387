import { bodyParser } from '@koa/bodyparser';
import Router from '@koa/router';
import Koa, { type Middleware } from 'koa';
import { accessibilityRoutes } from './accessibility.js';
import { appearanceOfReader, appearanceRoutes } from './appearance.js';
import { activationRoutes } from './activation.js';
import { accessRequestRoutes } from './access-request.js';
import { assetRoutes } from './assets.js';
import { clientReader } from './client-address.js';
import { customListRoutes } from './custom-lists.js';
import { dashboardRoutes } from './dashboard.js';
import { importsPath, importsRoutes } from './imports.js';
import { decisionTimes } from './decision-times.js';
import { journalRoutes } from './journal.js';
import { faultPages } from './faults.js';
import { forgottenPasswordRoutes } from './forgotten-password.js';
import { formGuard, signInTokens } from './form-guard.js';
import type { Panel } from './frame.js';
import { languageOfReader, languageRoutes } from './language.js';
import type { PanelOptions, PanelRouter, PanelState } from './options.js';
import { newPasswordRoutes } from './new-password.js';
import { oidcRoutes } from './oidc-sign-in.js';
import { newPersonRoutes } from './new-person.js';
import { telephoneRoutes } from './telephone.js';
import { ownListRoutes } from './own-lists.js';
import { suggestionRoutes } from './suggestions.js';
import { newStructureRoutes } from './new-structure.js';
import { openPages } from './pages.js';
import { personsExportRoutes, personsRoutes } from './persons.js';
import { privateSpaceRoutes } from './private-space.js';
import { requestsRoutes } from './requests.js';
import { recordActionRoutes } from './record-actions.js';
import { recordRoutes } from './record.js';
import { countMemory } from './rail.js';
import { requestLog } from './request-log.js';
import { securityHeaders } from './security-headers.js';
import { signInRoutes } from './sign-in.js';
import { signedInMiddleware } from './signed-in.js';
import { structuresRoutes } from './structures.js';
import { uploadReader } from './upload.js';

/**
 * The panel and the private space. It reaches the entries through the directory's door alone,
 * as the signed-in person: what a page may show or change is decided there.
 */
export function panelApp(options: PanelOptions): Koa<PanelState> {
  const app = new Koa<PanelState>();
  const panel = panelOf(options);
  const defects = new WeakMap<object, unknown>();
  const observe = options.observe ?? (() => undefined);
  const first = outerRoutes(panel);
  const router = innerRoutes(panel);

  app.use(clientOf(options.trustedProxies));
  app.use(requestLog({ observe, defectOf: (ctx) => defects.get(ctx) }));
  app.use(securityHeaders);
  app.use(languageOfReader);
  app.use(appearanceOfReader);
  app.use(faultPages(panel, (ctx, error) => defects.set(ctx, error)));
  app.use(first.routes());
  app.use(signedInMiddleware(options));
  app.use(bodyParser({ enableTypes: ['form'], formLimit: '64kb' }));
  app.use(uploadReader(importsPath));
  app.use(formGuard({ publicUrl: options.publicUrl, signInTokens: panel.signInTokens }));
  app.use(router.routes());
  app.use(router.allowedMethods());
  // What koa itself reports: a browser that left in the middle of an answer.
  app.silent = true;
  return app;
}

function panelOf(options: PanelOptions): Panel {
  return {
    options,
    pages: openPages(options.templatesDirectory),
    signInTokens: signInTokens(options.random),
    counts: countMemory(options.clock),
    decisions: decisionTimes(options.directory),
    isSecure: (ctx) => options.secureCookies || ctx.state.https,
  };
}

/** Every route that there is: for whoever checks them all. */
export function panelRoutes(
  options: PanelOptions,
): readonly { readonly path: string; readonly methods: readonly string[] }[] {
  const panel = panelOf(options);
  return [outerRoutes(panel), innerRoutes(panel)].flatMap(({ stack }) =>
    stack
      .filter(({ methods }) => methods.length > 0)
      .map(({ path, methods }) => ({ path: String(path), methods })),
  );
}

/** Routes without session or form: assets, and what the composition root adds. */
function outerRoutes({ options, pages }: Panel): PanelRouter {
  const router: PanelRouter = new Router<PanelState>();
  router.use(rememberRoute);
  assetRoutes(pages, options, router);
  languageRoutes(router);
  appearanceRoutes(router);
  options.extraRoutes?.(router);
  return router;
}

function innerRoutes(panel: Panel): PanelRouter {
  const router: PanelRouter = new Router<PanelState>();
  router.use(rememberRoute);
  signInRoutes(panel, router);
  oidcRoutes(panel, router);
  activationRoutes(panel, router);
  forgottenPasswordRoutes(panel, router);
  newPasswordRoutes(panel, router);
  privateSpaceRoutes(panel, router);
  accessRequestRoutes(panel, router);
  dashboardRoutes(panel, router);
  requestsRoutes(panel, router);
  telephoneRoutes(panel, router);
  accessibilityRoutes(panel, router);
  importsRoutes(panel, router);
  journalRoutes(panel, router);
  personsRoutes(panel, router);
  personsExportRoutes(panel, router);
  newPersonRoutes(panel, router);
  recordRoutes(panel, router);
  recordActionRoutes(panel, router);
  newStructureRoutes(panel, router);
  structuresRoutes(panel, router);
  customListRoutes(panel, router);
  ownListRoutes(panel, router);
  suggestionRoutes(panel, router);
  return router;
}

/** The router leaves on the context the pattern of the route it ran last. */
const rememberRoute: Middleware<PanelState> = async (ctx, next) => {
  try {
    await next();
  } finally {
    const matched: unknown = '_matchedRoute' in ctx ? ctx['_matchedRoute'] : undefined;
    ctx.state.route = typeof matched === 'string' ? matched : '(none)';
  }
};

function clientOf(trustedProxies: readonly string[]): Middleware<PanelState> {
  const read = clientReader(trustedProxies);
  return async (ctx, next) => {
    const { address, https } = read({
      peer: ctx.socket.remoteAddress,
      encrypted: 'encrypted' in ctx.socket && ctx.socket.encrypted === true,
      forwardedFor: ctx.get('X-Forwarded-For'),
      forwardedProto: ctx.get('X-Forwarded-Proto'),
    });
    ctx.state.address = address;
    ctx.state.https = https;
    // Koa refuses Secure cookies on what it believes to be plain http behind a proxy.
    ctx.cookies.secure = true;
    await next();
  };
}
