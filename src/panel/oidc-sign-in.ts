import { type Entry, textOf } from '../model/entry.js';
import type { Actor } from '../operations/actor.js';
import { all, equal } from './filters.js';
import { type Panel, type PanelContext, show } from './frame.js';
import { localPath } from './local-path.js';
import { newJourney, type OidcClient, type OidcJourney } from './oidc-client.js';
import type { PanelRouter } from './options.js';
import { personFilter } from './person-search.js';
import type { Said } from './said.js';
import { noAccess, oidcSignedOutPath, openSession } from './sign-in.js';

const cookie = 'annuaire-oidc';
const journeyMs = 10 * 60_000;
const path = '/connexion/oidc';

/** Who the account is among the entries, before anyone is signed in. */
const reader: Actor = { kind: 'internal', door: 'panel', secure: true, name: 'system' };

/**
 * Sign-in through an OpenID provider: code flow with PKCE, state and nonce. What was begun in
 * one browser is ended in the same, once, within ten minutes.
 */
export function oidcRoutes(panel: Panel, router: PanelRouter): void {
  const { oidc } = panel.options;
  if (!oidc) return;
  router.get(path, (ctx) => leave(panel, ctx, oidc));
  router.get(`${path}/retour`, (ctx) => comeBack(panel, ctx, oidc));
  router.get(oidcSignedOutPath, async (ctx) => {
    const href = await oidc.endSessionUrl(`${siteUrl(panel, ctx)}/`);
    const view = { href, label: oidc.settings.label };
    show(panel, ctx, 'deconnecte', { heading: 'Déconnexion' }, view);
  });
}

async function leave(panel: Panel, ctx: PanelContext, oidc: OidcClient): Promise<void> {
  const { links, random } = panel.options;
  const journey = newJourney(localPath(ctx.query['vers'], '/espace-prive'));
  const subject = random(16).toString('base64url');
  const asked = { purpose: 'oidc', subject, data: journey, lifetimeMs: journeyMs } as const;
  const state = (await links?.issue(asked)) ?? '';
  try {
    const url = await oidc.authorizationUrl(journey, { redirectUri: returnUri(panel, ctx), state });
    ctx.cookies.set(cookie, state, { ...cookieFacts(panel, ctx), maxAge: journeyMs });
    ctx.redirect(url);
  } catch (error) {
    fail(panel, ctx, { status: 503, text: unreachable(oidc), error });
  }
}

async function comeBack(panel: Panel, ctx: PanelContext, oidc: OidcClient): Promise<void> {
  const begun = ctx.cookies.get(cookie) ?? '';
  ctx.cookies.set(cookie, null, cookieFacts(panel, ctx));
  const isOurs = begun !== '' && begun === ctx.query['state'];
  const link = isOurs ? await panel.options.links?.use('oidc', begun) : undefined;
  if (!link) {
    fail(panel, ctx, { status: 400, text: 'Cette connexion a expiré. Recommencez.' });
    return;
  }
  const journey = link.data as OidcJourney;
  const via = { redirectUri: returnUri(panel, ctx), state: begun };
  let subject: string | undefined;
  try {
    subject = await oidc.subjectOf(new URL(ctx.url, via.redirectUri), journey, via);
  } catch (error) {
    fail(panel, ctx, { status: 401, text: refused(oidc), error });
    return;
  }
  const person = subject === undefined ? undefined : personOf(panel, oidc, subject);
  if (!person || textOf(person, 'etat') === 'Inactif') {
    fail(panel, ctx, { status: 403, text: unknown(oidc) });
    return;
  }
  const who = { dn: person.dn, entryUuid: textOf(person, 'entryUUID') ?? '' };
  if (await openSession(panel, ctx, { ...who, via: 'oidc' })) ctx.redirect(journey.back);
  else fail(panel, ctx, { status: 403, text: noAccess });
}

/** By the identifier alone, never by name or mail; two who hold it are nobody. */
function personOf({ options }: Panel, oidc: OidcClient, subject: string): Entry | undefined {
  const { directory } = options;
  const { entries, total } = directory.as(reader).list({
    base: `ou=personnes,${directory.suffix}`,
    scope: 'one',
    filter: all(personFilter, equal(oidc.settings.attribute, subject.slice(0, 200))),
    attributes: ['*', 'entryUUID'],
    sortBy: 'sn',
    offset: 0,
    limit: 2,
  });
  return total === 1 ? entries[0] : undefined;
}

function siteUrl({ options }: Panel, ctx: PanelContext): string {
  return options.publicUrl ?? `${ctx.state.https ? 'https' : 'http'}://${ctx.host}`;
}

function returnUri(panel: Panel, ctx: PanelContext): string {
  return `${siteUrl(panel, ctx)}${path}/retour`;
}

const cookieFacts = (panel: Panel, ctx: PanelContext) =>
  ({ httpOnly: true, sameSite: 'lax', secure: panel.isSecure(ctx) }) as const;

const unreachable = ({ settings: { label } }: OidcClient): Said => ({
  words: '{label} ne répond pas. Réessayez, ou connectez-vous par identifiants.',
  label,
});
const refused = ({ settings: { label } }: OidcClient): Said => ({
  words:
    '{label} n’a pas confirmé votre identité. Recommencez, ou connectez-vous par identifiants.',
  label,
});
const unknown = ({ settings: { label } }: OidcClient): Said => ({
  words:
    'Aucun compte actif de l’annuaire n’est lié à votre identité {label}. Connectez-vous ' +
    'par identifiants, ou demandez au 3C de votre territoire de vérifier votre fiche.',
  label,
});

function fail(
  panel: Panel,
  ctx: PanelContext,
  failure: { readonly status: number; readonly text: string | Said; readonly error?: unknown },
): void {
  const { status, text, error } = failure;
  // The provider's words are for the log: they may hold what was sent.
  if (error instanceof Error) ctx.state.trouble = `${error.name}: ${error.message}`.slice(0, 300);
  ctx.status = status;
  show(panel, ctx, 'connexion-impossible', { heading: 'Connexion' }, { text });
}
